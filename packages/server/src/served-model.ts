import { createHash } from 'node:crypto';
import type {
  AdapterUse,
  DefaultSampling,
  Engine,
  EngineRequest,
  ModelInfo,
} from '@samewire/engine';
import type { AdapterScales, Model } from '@samewire/shared-types';
import { AdapterList, type ListedAdapter } from './adapters/adapter-list.ts';
import { missingModel, unknownModel } from './errors/standard-errors.ts';
import { quoted, WireError } from './errors/wire-error.ts';
import type { NamedAdapter } from './server-config.ts';
import { toAdapterUses } from './wire-to-engine/adapter-uses.ts';

/** A model as a request names it: the one that is served, or that one with an adapter. */
export interface NamedModel {
  readonly id: string;
  readonly fingerprint: string;
  /** What the name asks of the engine. */
  readonly engineFields: Pick<EngineRequest, 'adapters'>;
}

export interface ServedModelOptions {
  /** It answers to every name but the empty one. */
  readonly hasAnyName?: boolean;
  /** Names of the model with an adapter. */
  readonly adapters?: readonly NamedAdapter[];
}

/** The model behind this server, under the names clients know it by. */
export class ServedModel implements NamedModel {
  readonly id: string;
  readonly adapters: AdapterList;
  readonly #engine: Engine;
  readonly #hasAnyName: boolean;
  readonly #created = Math.floor(Date.now() / 1000);
  /** Names beside its own, which may be taken away again. */
  #otherNames: readonly string[] = [];
  #fingerprint: { readonly of: ModelInfo; readonly text: string } | undefined;

  constructor(id: string, engine: Engine, options: ServedModelOptions = {}) {
    this.id = id;
    this.adapters = new AdapterList(options.adapters);
    this.#hasAnyName = options.hasAnyName ?? false;
    this.#engine = engine;
  }

  /**
   * @param unknown the answer to any other name
   * @throws WireError `model_not_found` for any other name
   */
  requireName(
    name: string,
    unknown: (name: string) => WireError = unknownModel,
  ): NamedModel {
    if (name === '') throw missingModel();
    const named = this.named(name);
    if (named === undefined) throw unknown(name);
    return named;
  }

  /**
   * For what adapters have no part in.
   *
   * @throws WireError `model_not_found` for other names, `unsupported_value` for an adapter's
   */
  requireBase(name: string): void {
    const { id } = this.requireName(name);
    if (this.adapters.named(id) === undefined) return;
    throw new WireError(
      `The adapter '${quoted(id)}' has no effect here. Please name its model instead, ` +
        `'${this.id}'.`,
      { param: 'model', code: 'unsupported_value' },
    );
  }

  /** What a name means; undefined if it means nothing here. */
  named(name: string): NamedModel | undefined {
    const adapter = this.adapters.named(name);
    if (adapter !== undefined) return this.#withAdapter(adapter);
    if (this.#otherNames.includes(name)) {
      const { fingerprint, engineFields } = this;
      return { id: name, fingerprint, engineFields };
    }
    return this.#hasAnyName || name === this.id ? this : undefined;
  }

  /** Whether a model has the name, whatever others mean here. */
  hasName(name: string): boolean {
    return (
      name === this.id ||
      this.#otherNames.includes(name) ||
      this.adapters.named(name) !== undefined
    );
  }

  /**
   * What a request names, with the adapters that it brings itself, if it does.
   *
   * @throws WireError for unknown adapters, and where the name is an adapter's already
   */
  withLora(named: NamedModel, lora: AdapterScales | null | undefined): NamedModel {
    if (lora == null || lora.length === 0) return named;
    if (this.adapters.named(named.id) !== undefined)
      throw new WireError(
        `'lora' cannot be combined with the adapter '${quoted(named.id)}' as the model. ` +
          `Please name the model itself, '${this.id}'.`,
        { param: 'lora', code: 'invalid_parameter_combination' },
      );
    return { id: named.id, ...this.#using(toAdapterUses(lora, this.adapters)) };
  }

  /** Of requests that say nothing about adapters. */
  get engineFields(): Pick<EngineRequest, 'adapters'> {
    return this.#using(this.adapters.defaultUses).engineFields;
  }

  setOtherNames(names: readonly string[]): void {
    this.#otherNames = names;
  }

  /** Whether it was one of its other names. */
  removeName(name: string): boolean {
    const isThere = this.#otherNames.includes(name);
    this.#otherNames = this.#otherNames.filter((other) => other !== name);
    return isThere;
  }

  /** Undefined until the model is loaded. */
  get info(): ModelInfo | undefined {
    const status = this.#engine.status();
    return status.phase === 'ready' ? status.model : undefined;
  }

  /** What requests are sampled with that say nothing about it. */
  get defaultSampling(): DefaultSampling {
    return this.info?.defaultSampling ?? { temperature: 1, topP: 1 };
  }

  /** Changes with everything that decides what the model answers. */
  get fingerprint(): string {
    return this.#using(this.adapters.defaultUses).fingerprint;
  }

  /** Of the model without adapters. */
  get #bareFingerprint(): string {
    const { info } = this;
    if (info === undefined) return 'fp_loading';
    if (this.#fingerprint?.of !== info)
      this.#fingerprint = { of: info, text: fingerprintOf(info) };
    return this.#fingerprint.text;
  }

  /** It and what it is with each of its adapters. */
  toModels(): Model[] {
    const parent = this.id;
    return [
      this.#toModel(parent),
      ...this.adapters.all.map(({ name }) => this.#toModel(name, { parent })),
      ...this.#otherNames.map((name) => this.#toModel(name)),
    ];
  }

  /** As it is listed under a name. @throws WireError `model_not_found` */
  toModel(name: string): Model {
    const { id } = this.requireName(name);
    const listed = this.toModels().find((one) => one.id === id);
    return listed ?? this.#toModel(id);
  }

  #toModel(id: string, more: Pick<Model, 'parent'> = {}): Model {
    const created = this.#created;
    return { id, object: 'model', created, owned_by: 'samewire', ...more };
  }

  #withAdapter({ name, scale }: ListedAdapter): NamedModel {
    return {
      id: name,
      ...this.#using([scale === undefined ? { name } : { name, scale }]),
    };
  }

  #using(uses: readonly AdapterUse[]): Omit<NamedModel, 'id'> {
    const bare = this.#bareFingerprint;
    if (uses.length === 0) return { fingerprint: bare, engineFields: {} };
    // A name may get another adapter.
    const ids = uses.map(({ name }) => this.adapters.named(name)?.id);
    return { fingerprint: digestOf(bare, uses, ids), engineFields: { adapters: uses } };
  }
}

function fingerprintOf(info: ModelInfo): string {
  return digestOf(info);
}

function digestOf(...parts: readonly unknown[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `fp_${digest.slice(0, 10)}`;
}
