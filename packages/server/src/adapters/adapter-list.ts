import type { AdapterUse } from '@samewire/engine';
import type { NamedAdapter } from '../server-config.ts';

/** An adapter that requests may use, by its name as a model or by its id. */
export interface ListedAdapter extends NamedAdapter {
  /** Never another one's, also after it was taken out of the list. */
  readonly id: number;
}

/** The adapters of a model, and how much of each requests get that say nothing. */
export class AdapterList {
  #adapters: readonly ListedAdapter[] = [];
  /** By id; those that are not here have the scale 0. */
  #defaultScales: ReadonlyMap<number, number> = new Map();
  #nextId = 0;

  constructor(adapters: readonly NamedAdapter[] = []) {
    for (const adapter of adapters) this.add(adapter);
  }

  get all(): readonly ListedAdapter[] {
    return this.#adapters;
  }

  named(name: string): ListedAdapter | undefined {
    return this.#adapters.find((adapter) => adapter.name === name);
  }

  withId(id: number): ListedAdapter | undefined {
    return this.#adapters.find((adapter) => adapter.id === id);
  }

  /** At the end of the list, under an id of its own. */
  add(adapter: NamedAdapter): void {
    this.#adapters = [...this.#adapters, { ...adapter, id: this.#nextId++ }];
  }

  remove(name: string): void {
    this.#adapters = this.#adapters.filter((adapter) => adapter.name !== name);
  }

  defaultScaleOf({ id }: ListedAdapter): number {
    return this.#defaultScales.get(id) ?? 0;
  }

  /** Those that are not named get the scale 0. */
  setDefaultScales(scales: ReadonlyMap<number, number>): void {
    this.#defaultScales = scales;
  }

  /** What requests get that say nothing: in the order of the list, none with the scale 0. */
  get defaultUses(): AdapterUse[] {
    if (this.#adapters.length === 0) return [];
    return this.#adapters
      .map((adapter) => ({ name: adapter.name, scale: this.defaultScaleOf(adapter) }))
      .filter(({ scale }) => scale !== 0);
  }
}
