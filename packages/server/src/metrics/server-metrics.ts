import type { Engine, EngineStats } from '@samewire/engine';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { MetricsNames } from '../server-config.ts';
import { llamacppFamilies } from './compat/llamacpp.ts';
import { OwnFamilies } from './compat/own-families.ts';
import { vllmFamilies } from './compat/vllm.ts';
import { engineFamilies, lifeFamilies } from './engine-families.ts';
import { type Family, withLabels } from './family.ts';
import { GenerationMetrics } from './generation-metrics.ts';
import { HttpMetrics } from './http-metrics.ts';
import { registryFamilies } from './registry-families.ts';

const compatFamilies: Readonly<
  Record<MetricsNames, (own: OwnFamilies, model: string) => Family[]>
> = { vllm: vllmFamilies, llamacpp: llamacppFamilies };

/** All figures of a server. */
export class ServerMetrics {
  readonly http: HttpMetrics;
  readonly generation: GenerationMetrics;
  readonly #model: string;
  readonly #compat: readonly MetricsNames[];
  readonly #ofServer = new Registry();
  readonly #ofModel = new Registry();

  /**
   * @param model the id clients name it by; what is about the model carries it as a label
   * @param compat other names under which the figures are told as well
   */
  constructor(model: string, compat: readonly MetricsNames[]) {
    this.#model = model;
    this.#compat = compat;
    this.http = new HttpMetrics(this.#ofServer);
    this.generation = new GenerationMetrics(this.#ofModel);
    collectDefaultMetrics({ register: this.#ofServer, prefix: 'samewire_' });
  }

  /** All families there are now. Those of the engine are only there while it answers. */
  async families(engine: Engine): Promise<Family[]> {
    const model = this.#model;
    const status = engine.status();
    const stats = status.phase === 'ready' ? await statsOf(engine) : undefined;
    const own = [
      ...lifeFamilies(model, status.phase === 'ready'),
      ...(stats === undefined || status.phase !== 'ready'
        ? []
        : engineFamilies(model, stats, status.model)),
      ...[
        ...(await registryFamilies(this.#ofModel)),
        this.generation.interTokenLatency(),
      ].map((family) => withLabels(family, { model })),
      ...(await registryFamilies(this.#ofServer)),
    ];
    const index = new OwnFamilies(own);
    return [
      ...own,
      ...this.#compat.flatMap((names) => compatFamilies[names](index, model)),
    ];
  }
}

/** An engine that has just crashed is no reason to tell nothing of the server. */
async function statsOf(engine: Engine): Promise<EngineStats | undefined> {
  try {
    return await engine.stats();
  } catch {
    return undefined;
  }
}
