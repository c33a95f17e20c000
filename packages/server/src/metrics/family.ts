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

export function histogram(
  name: string,
  help: string,
  values: Histogram | readonly Sample[],
): Family {
  const samples = 'bounds' in values ? histogramSamples(values) : values;
  return { name, help, type: 'histogram', samples };
}

/** From milliseconds to seconds. */
export function histogramOfSeconds(
  name: string,
  help: string,
  { bounds, counts, sum }: Histogram,
): Family {
  const seconds = bounds.map((bound) => bound / 1000);
  return histogram(name, help, { bounds: seconds, counts, sum: sum / 1000 });
}

/** From buckets that count each value once to such that add up. */
export function histogramSamples(
  { bounds, counts, sum }: Histogram,
  labels: Labels = {},
): Sample[] {
  let total = 0;
  const buckets = counts.map((count, index) => {
    total += count;
    const le = String(bounds[index] ?? '+Inf');
    return { suffix: '_bucket', labels: { le, ...labels }, value: total };
  });
  return [
    ...buckets,
    { suffix: '_sum', labels, value: sum },
    { suffix: '_count', labels, value: total },
  ];
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
