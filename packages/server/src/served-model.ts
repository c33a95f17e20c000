import { createHash } from 'node:crypto';
import type { Engine, ModelInfo } from '@samewire/engine';
import type { Model } from '@samewire/shared-types';
import { missingModel, unknownModel } from './errors/standard-errors.ts';
import type { WireError } from './errors/wire-error.ts';

/** The model behind this server, under the name clients know it by. */
export class ServedModel {
  readonly id: string;
  readonly #engine: Engine;
  readonly #created = Math.floor(Date.now() / 1000);
  #fingerprint: { readonly of: ModelInfo; readonly text: string } | undefined;

  constructor(id: string, engine: Engine) {
    this.id = id;
    this.#engine = engine;
  }

  /**
   * @param unknown the answer to any other name
   * @throws WireError `model_not_found` for any other name
   */
  requireName(name: string, unknown: (name: string) => WireError = unknownModel): void {
    if (name === '') throw missingModel();
    if (name !== this.id) throw unknown(name);
  }

  /** Undefined until the model is loaded. */
  get info(): ModelInfo | undefined {
    const status = this.#engine.status();
    return status.phase === 'ready' ? status.model : undefined;
  }

  /** Changes with everything that decides what the model answers. */
  get fingerprint(): string {
    const { info } = this;
    if (info === undefined) return 'fp_loading';
    if (this.#fingerprint?.of !== info)
      this.#fingerprint = { of: info, text: fingerprintOf(info) };
    return this.#fingerprint.text;
  }

  toModel(): Model {
    return {
      id: this.id,
      object: 'model',
      created: this.#created,
      owned_by: 'samewire',
    };
  }
}

function fingerprintOf(info: ModelInfo): string {
  const digest = createHash('sha256').update(JSON.stringify(info)).digest('hex');
  return `fp_${digest.slice(0, 10)}`;
}
