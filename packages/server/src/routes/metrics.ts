import type { Engine } from '@samewire/engine';
import { expositionType, writeFamilies } from '../metrics/exposition.ts';
import { meteredEngine } from '../metrics/metered-engine.ts';
import type { FastifyRequest } from 'fastify';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { TypedServer } from './route-context.ts';

const path = '/metrics';

/**
 * `GET /metrics`, in Prometheus' text format.
 *
 * @returns the engine to use from here on: its generations are counted
 */
export function addMetricsRoute(
  server: TypedServer,
  engine: Engine,
  metrics: ServerMetrics,
): Engine {
  server.addHook('onRequest', (request, reply, done) => {
    const route = routeOf(request);
    if (route !== path)
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) metrics.http.aborted(route);
      });
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    if (route !== path) metrics.http.answered(route, reply.statusCode, reply.elapsedTime);
    done();
  });
  server.get(
    path,
    { schema: { tags: ['Health'], summary: 'Figures for Prometheus' } },
    async (_request, reply) =>
      reply.type(expositionType).send(writeFamilies(await metrics.families(engine))),
  );
  return meteredEngine(engine, metrics.generation);
}

/** The route's pattern, not the address: ids in it would make a series each. */
function routeOf({ routeOptions }: FastifyRequest): string {
  return routeOptions.url ?? 'unknown';
}
