import { expositionType, writeFamilies } from '../metrics/exposition.ts';
import type { FastifyRequest } from 'fastify';
import type { MeteredModel, ServerMetrics } from '../metrics/server-metrics.ts';
import type { TypedServer } from './route-context.ts';

const path = '/metrics';

/** `GET /metrics`, in Prometheus' text format. */
export function addMetricsRoute(
  server: TypedServer,
  models: readonly MeteredModel[],
  metrics: ServerMetrics,
): void {
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
      reply.type(expositionType).send(writeFamilies(await metrics.families(models))),
  );
}

/** The route's pattern, not the address: ids in it would make a series each. */
function routeOf({ routeOptions }: FastifyRequest): string {
  return routeOptions.url ?? 'unknown';
}
