import { Counter, Histogram, type Registry } from 'prom-client';
import { durationBuckets } from './buckets.ts';

/** What is counted of requests over HTTP, to whatever route. No label says who asked. */
export class HttpMetrics {
  readonly #requests: Counter<'route' | 'status'>;
  readonly #duration: Histogram<'route'>;
  readonly #aborts: Counter<'route'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#requests = new Counter({
      name: 'samewire_requests_total',
      help: 'HTTP requests that were answered.',
      labelNames: ['route', 'status'],
      registers,
    });
    this.#duration = new Histogram({
      name: 'samewire_request_duration_seconds',
      help: 'From the first byte of an HTTP request to the last of its answer.',
      labelNames: ['route'],
      buckets: durationBuckets,
      registers,
    });
    this.#aborts = new Counter({
      name: 'samewire_client_aborts_total',
      help: 'HTTP requests whose client was gone before the end of the answer.',
      labelNames: ['route'],
      registers,
    });
  }

  answered(route: string, status: number, milliseconds: number): void {
    this.#requests.inc({ route, status: String(status) });
    this.#duration.observe({ route }, milliseconds / 1000);
  }

  aborted(route: string): void {
    this.#aborts.inc({ route });
  }
}
