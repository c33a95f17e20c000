import type { Family, Labels } from '../family.ts';

/** The figures under their own names, to be told again under others. */
export class OwnFamilies {
  readonly #families: ReadonlyMap<string, Family>;

  constructor(families: readonly Family[]) {
    this.#families = new Map(families.map((family) => [family.name, family]));
  }

  /** Whether there is such a family; those of the engine are only there while it is. */
  has(name: string): boolean {
    return this.#families.has(`samewire_${name}`);
  }

  /** The family under another name, with these labels in the place of its model. */
  renamed(name: string, newName: string, labels: Labels): Family[] {
    const family = this.#families.get(`samewire_${name}`);
    if (family === undefined) return [];
    const samples = family.samples.map((sample) => {
      const { model: _ours, ...others } = sample.labels ?? {};
      return { ...sample, labels: { ...labels, ...others } };
    });
    return [{ ...family, name: newName, samples }];
  }

  /** The same as one series. */
  summed(name: string, newName: string, labels: Labels): Family[] {
    const family = this.#families.get(`samewire_${name}`);
    if (family === undefined) return [];
    return [{ ...family, name: newName, samples: [{ labels, value: this.sum(name) }] }];
  }

  /** All series of a family, or of a histogram the one of that suffix, added up. */
  sum(name: string, suffix = ''): number {
    const samples = this.#families.get(`samewire_${name}`)?.samples ?? [];
    return samples
      .filter((sample) => (sample.suffix ?? '') === suffix)
      .reduce((sum, { value }) => sum + value, 0);
  }
}
