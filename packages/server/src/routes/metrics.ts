import type { Engine } from '@samewire/engine';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { engineMetrics } from '../metrics/engine-metrics.ts';
import { meteredEngine } from '../metrics/metered-engine.ts';
import { RequestMetrics } from '../metrics/request-metrics.ts';
import type { TypedServer } from './route-context.ts';

/**
 * `GET /metrics`, in Prometheus' text format.
 *
 * @returns the engine to use from here on: its generations are counted
 */
export function addMetricsRoute(server: TypedServer, engine: Engine): Engine {
  const registry = new Registry();
  const metrics = new RequestMetrics(registry);
  collectDefaultMetrics({ register: registry, prefix: 'samewire_' });
  server.addHook('onResponse', (request, reply, done) => {
    // The route's pattern, not the address: ids in it would make a series each.
    const route = request.routeOptions.url ?? 'unknown';
    if (route !== '/metrics')
      metrics.answered(route, reply.statusCode, reply.elapsedTime);
    done();
  });
  server.get(
    '/metrics',
    { schema: { tags: ['Health'], summary: 'Figures for Prometheus' } },
    async (_request, reply) => {
      const [ofEngine, ofRequests] = await Promise.all([
        engineMetrics(engine),
        registry.metrics(),
      ]);
      return reply.type(registry.contentType).send(`${ofEngine}${ofRequests}\n`);
    },
  );
  return meteredEngine(engine, metrics);
}
