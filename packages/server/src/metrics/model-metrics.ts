import type { Engine, EngineStats } from '@samewire/engine';
import { engineFamilies, lifeFamilies } from './engine-families.ts';
import { type Family, withLabels } from './family.ts';
import { GenerationMetrics } from './generation-metrics.ts';

/** All figures of one model and the engine that runs it. */
export class ModelMetrics {
  readonly generation = new GenerationMetrics();
  readonly model: string;

  /** @param model the id clients name it by, which every series carries as a label */
  constructor(model: string) {
    this.model = model;
  }

  /** Those of the engine are only there while it answers. */
  async families(engine: Engine): Promise<Family[]> {
    const { model } = this;
    const status = engine.status();
    const stats = status.phase === 'ready' ? await statsOf(engine) : undefined;
    return [
      ...lifeFamilies(model, status.phase === 'ready'),
      ...(stats === undefined || status.phase !== 'ready'
        ? []
        : engineFamilies(model, stats, status.model)),
      ...this.generation.families().map((family) => withLabels(family, { model })),
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
