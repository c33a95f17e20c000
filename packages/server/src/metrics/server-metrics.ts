import type { Engine } from '@samewire/engine';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { MetricsNames } from '../server-config.ts';
import { llamacppFamilies } from './compat/llamacpp.ts';
import { OwnFamilies } from './compat/own-families.ts';
import { vllmFamilies } from './compat/vllm.ts';
import { buildFamily } from './engine-families.ts';
import { type Family, mergeFamilies } from './family.ts';
import { HttpMetrics } from './http-metrics.ts';
import { ModelMetrics } from './model-metrics.ts';
import { registryFamilies } from './registry-families.ts';

const compatFamilies: Readonly<
  Record<MetricsNames, (own: OwnFamilies, model: string) => Family[]>
> = { vllm: vllmFamilies, llamacpp: llamacppFamilies };

/** A model's figures, and the engine they are asked of. */
export interface MeteredModel {
  readonly metrics: ModelMetrics;
  readonly engine: Engine;
}

/**
 * Time between two looks at the event loop, in milliseconds. Each of them takes a core for some 65 us,
 * from a thread that all others that compute a step wait for; every 10 ms is too often for that.
 */
const eventLoopMonitoringPrecision = 100;

/** All figures of a server. */
export class ServerMetrics {
  readonly http = new HttpMetrics();
  readonly #compat: readonly MetricsNames[];
  readonly #ofProcess = new Registry();

  /** @param compat other names under which the figures of the first model are told as well */
  constructor(compat: readonly MetricsNames[]) {
    this.#compat = compat;
    collectDefaultMetrics({
      register: this.#ofProcess,
      prefix: 'samewire_',
      eventLoopMonitoringPrecision,
    });
  }

  /** All families there are now, of all models. */
  async families([main, ...others]: readonly MeteredModel[]): Promise<Family[]> {
    const ofServer = [
      ...this.http.families(),
      ...(await registryFamilies(this.#ofProcess)),
    ];
    if (main === undefined) return [buildFamily(), ...ofServer];
    const own = [buildFamily(), ...(await main.metrics.families(main.engine))];
    const index = new OwnFamilies([...own, ...ofServer]);
    const further = await Promise.all(
      others.map(({ metrics, engine }) => metrics.families(engine)),
    );
    return [
      ...mergeFamilies([...own, ...further.flat(), ...ofServer]),
      ...this.#compat.flatMap((names) =>
        compatFamilies[names](index, main.metrics.model),
      ),
    ];
  }
}
