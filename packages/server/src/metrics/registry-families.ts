import type { MetricObjectWithValues, MetricValue, Registry } from 'prom-client';
import type { Family, Sample } from './family.ts';

/** What a registry of prom-client holds. Its kinds of metrics are Prometheus' own words. */
export async function registryFamilies(registry: Registry): Promise<Family[]> {
  const metrics = await registry.getMetricsAsJSON();
  return metrics.map(toFamily);
}

function toFamily(metric: MetricObjectWithValues<MetricValue<string>>): Family {
  const { name, help, values } = metric;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no summary is ever made
  const type = String(metric.type) as Family['type'];
  return { name, help, type, samples: values.map((value) => toSample(value, name)) };
}

function toSample(
  { value, labels, metricName }: MetricValue<string> & { metricName?: string },
  name: string,
): Sample {
  const texts = Object.entries(labels).map(([key, label]) => [key, String(label)]);
  return {
    value,
    labels: Object.fromEntries(texts),
    suffix: metricName?.slice(name.length) ?? '',
  };
}
