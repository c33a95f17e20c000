import { durationBuckets } from './buckets.ts';
import { counter, type Family, histogram, histogramSamples } from './family.ts';
import { FastHistogram } from './fast-histogram.ts';
import { LabelCounts } from './label-counts.ts';

/** What is counted of one route. */
class RouteFigures {
  readonly statuses = new LabelCounts('status');
  readonly duration = new FastHistogram(durationBuckets);
  numAborts = 0;
}

/** What is counted of requests over HTTP, to whatever route. No label says who asked. */
export class HttpMetrics {
  readonly #routes = new Map<string, RouteFigures>();

  answered(route: string, status: number, milliseconds: number): void {
    const figures = this.#of(route);
    figures.statuses.add(String(status));
    figures.duration.observe(milliseconds / 1000);
  }

  aborted(route: string): void {
    this.#of(route).numAborts += 1;
  }

  families(): Family[] {
    const routes = [...this.#routes];
    return [
      counter(
        'samewire_requests_total',
        'HTTP requests that were answered.',
        routes.flatMap(([route, { statuses }]) => statuses.samples({ route })),
      ),
      histogram(
        'samewire_request_duration_seconds',
        'From the first byte of an HTTP request to the last of its answer.',
        routes
          .filter(([, { duration }]) => duration.count > 0)
          .flatMap(([route, { duration }]) => histogramSamples(duration, { route })),
      ),
      counter(
        'samewire_client_aborts_total',
        'HTTP requests whose client was gone before the end of the answer.',
        routes
          .filter(([, { numAborts }]) => numAborts > 0)
          .map(([route, { numAborts }]) => ({ labels: { route }, value: numAborts })),
      ),
    ];
  }

  #of(route: string): RouteFigures {
    let figures = this.#routes.get(route);
    if (figures === undefined) {
      figures = new RouteFigures();
      this.#routes.set(route, figures);
    }
    return figures;
  }
}
