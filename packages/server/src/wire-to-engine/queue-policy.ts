import type { EngineRequest } from '@samewire/engine';
import { WireError } from '../errors/wire-error.ts';
import { ownerOf } from '../plugins/request-owner.ts';
import type { ApiKey, ServerConfig } from '../server-config.ts';
import { withoutMissing } from './sampling-params.ts';

/** In whose name a request is made, as plugins/request-owner.ts found out. */
export interface Asker {
  readonly owner: string;
  /** The request is of a batch: nobody waits for its answer. */
  readonly isOfBatch: boolean;
}

/** What a request says about how soon it should be served. */
interface Wish {
  /** vLLM's: lower is earlier. */
  readonly priority?: number | null;
  readonly service_tier?: string | null;
  readonly background?: boolean | null;
}

/** Where a request stands in the engine's queue. */
export type QueuePlace = Pick<
  EngineRequest,
  'priority' | 'tenant' | 'tenantWeight' | 'cacheScope' | 'firstTokenDeadlineMs'
>;

/** The same for texts that become vectors: nothing of them is kept, and nobody sees a first part. */
export type QueueTurn = Pick<QueuePlace, 'priority' | 'tenant' | 'tenantWeight'>;

type Rights = Pick<ApiKey, 'weight' | 'earliestPriority'>;

/** Of the tiers that are not `default`. OpenAI, too, takes `fast` for `priority`. */
const prioritiesOfTiers: Readonly<Record<string, number>> = {
  flex: 1,
  priority: -1,
  fast: -1,
};

/** Whoever sends a batch has a day's time. */
const priorityOfBatches = 1;

/**
 * Who is served when. Each owner has a fair share of the engine, by the weight of its key, and
 * a cache that tells nobody else by its speed what was asked before. Going ahead of others takes
 * a permission; letting them go first does not.
 */
export class QueuePolicy {
  readonly #rights: ReadonlyMap<string, Rights>;
  readonly #earliestPriority: number;
  readonly #firstTokenTimeoutMs: number | undefined;
  readonly #isLenient: boolean;

  constructor(config: ServerConfig) {
    const keys = (config.apiKeys ?? []).filter((key) => typeof key !== 'string');
    this.#rights = new Map(keys.map((key) => [ownerOf(key.key), key]));
    this.#earliestPriority = config.earliestPriority ?? 0;
    this.#firstTokenTimeoutMs = config.firstTokenTimeoutMs;
    this.#isLenient = config.profile === 'lenient';
  }

  /** @throws WireError for a priority that the owner's key does not have */
  placeFor({ owner, isOfBatch }: Asker, wish: Wish): QueuePlace {
    const { weight, earliestPriority = this.#earliestPriority } =
      this.#rights.get(owner) ?? {};
    const asked = this.#priorityOf(wish, earliestPriority);
    const priority = isOfBatch ? Math.max(asked, priorityOfBatches) : asked;
    const isAwaited = !isOfBatch && wish.background !== true;
    return withoutMissing({
      ...(owner === '' ? {} : { tenant: owner, cacheScope: owner }),
      tenantWeight: weight,
      // The engine's scale is the other way round.
      priority: priority === 0 ? undefined : -priority,
      firstTokenDeadlineMs: isAwaited ? this.#firstTokenTimeoutMs : undefined,
    });
  }

  /** @throws WireError as `placeFor` */
  turnFor(asker: Asker, wish: Wish): QueueTurn {
    const { priority, tenant, tenantWeight } = this.placeFor(asker, wish);
    return withoutMissing({ priority, tenant, tenantWeight });
  }

  #priorityOf({ priority, service_tier: tier }: Wish, earliest: number): number {
    // A tier is a wish, and the answer says what came of it; a number is an order.
    if (priority == null || (this.#isLenient && priority < earliest))
      return Math.max(priority ?? prioritiesOfTiers[tier ?? 'auto'] ?? 0, earliest);
    if (priority >= earliest) return priority;
    throw new WireError(
      `Invalid 'priority': integer below minimum value. Expected a value >= ${earliest}, ` +
        `but got ${priority} instead.`,
      { param: 'priority', code: 'integer_below_min_value' },
    );
  }
}
