import type { Histogram } from '@samewire/engine';

/** One family of Prometheus' text format: its name, type, and series. */
export interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** Of a histogram: `_bucket`, `_sum` or `_count`. */
  readonly suffix?: string;
  readonly labels?: Labels;
  readonly value: number;
}

export type Labels = Readonly<Record<string, string>>;

export function gauge(name: string, help: string, value: number): Family {
  return { name, help, type: 'gauge', samples: [{ value }] };
}

export function counter(
  name: string,
  help: string,
  value: number | readonly Sample[],
): Family {
  const samples = typeof value === 'number' ? [{ value }] : value;
  return { name, help, type: 'counter', samples };
}

/** From milliseconds, whose buckets count each value once, to seconds that add up. */
export function histogramOfSeconds(
  name: string,
  help: string,
  { bounds, counts, sum }: Histogram,
): Family {
  let total = 0;
  const buckets = counts.map((count, index) => {
    total += count;
    const bound = bounds[index];
    const le = bound === undefined ? '+Inf' : String(bound / 1000);
    return { suffix: '_bucket', labels: { le }, value: total };
  });
  const samples = [
    ...buckets,
    { suffix: '_sum', value: sum / 1000 },
    { suffix: '_count', value: total },
  ];
  return { name, help, type: 'histogram', samples };
}

/** The family with more labels on every series. */
export function withLabels(family: Family, added: Labels): Family {
  const samples = family.samples.map((sample) => ({
    ...sample,
    labels: { ...added, ...sample.labels },
  }));
  return { ...family, samples };
}

/** Each name once, with the series of all that have it: a name may stand in a scrape only once. */
export function mergeFamilies(families: readonly Family[]): Family[] {
  const merged = new Map<string, Family>();
  for (const family of families) {
    const known = merged.get(family.name);
    const samples = [...(known?.samples ?? []), ...family.samples];
    merged.set(family.name, { ...family, samples });
  }
  return [...merged.values()];
}
