import type { Engine } from '@samewire/engine';
import type { Model } from '@samewire/shared-types';
import type { Endpoint } from './errors/endpoint.ts';
import { meteredEngine } from './metrics/metered-engine.ts';
import type { MeteredModel } from './metrics/server-metrics.ts';
import { ServedModel, type ServedModelOptions } from './served-model.ts';
import type { ServerConfig } from './server-config.ts';

/** A model and the engine that runs it. */
export interface Backend {
  readonly engine: Engine;
  readonly model: ServedModel;
}

/** The models of a server: the one it is there for, and perhaps one beside it for vectors. */
export class ServedModels {
  readonly main: Backend;
  readonly #embedding: Backend | undefined;
  readonly #hasAnyName: boolean;

  /** @param hasAnyName whether a name that nobody has means whoever can do what is asked */
  constructor(main: Backend, embedding: Backend | undefined, hasAnyName: boolean) {
    this.main = main;
    this.#embedding = embedding;
    this.#hasAnyName = hasAnyName;
  }

  get all(): readonly Backend[] {
    return this.#embedding === undefined ? [this.main] : [this.main, this.#embedding];
  }

  /**
   * Whom a request is for. Where nobody has the name it is the main model, which knows what to
   * say to that.
   */
  named(name: unknown, endpoint?: Endpoint): Backend {
    const embedding = this.#embedding;
    if (embedding === undefined) return this.main;
    if (name === embedding.model.id) return embedding;
    const asksVectors = endpoint === 'embeddings' || endpoint === 'rerank';
    const cannot = this.main.model.info?.embedding === null;
    return this.#hasAnyName && asksVectors && cannot ? embedding : this.main;
  }

  toModels(): Model[] {
    return this.all.flatMap(({ model }) => model.toModels());
  }
}

/** @param metered the main model, and behind it the one for vectors, if there is one */
export function servedModels(
  [main, embedding]: readonly MeteredModel[],
  { adapters = [], profile }: ServerConfig,
): ServedModels {
  if (main === undefined) throw new TypeError('a server needs a model');
  const hasAnyName = profile === 'lenient';
  return new ServedModels(
    backend(main, { hasAnyName, adapters }),
    embedding && backend(embedding, { hasAnyName }),
    hasAnyName,
  );
}

function backend(
  { engine: bare, metrics }: MeteredModel,
  options: ServedModelOptions = {},
): Backend {
  const engine = meteredEngine(bare, metrics.generation);
  return { engine, model: new ServedModel(metrics.model, engine, options) };
}
