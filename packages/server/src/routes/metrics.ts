import { expositionType, writeFamilies } from '../metrics/exposition.ts';
import type { FastifyRequest } from 'fastify';
import type { MeteredModel, ServerMetrics } from '../metrics/server-metrics.ts';
import type { RequestEnds } from '../plugins/request-ends.ts';
import type { TypedServer } from './route-context.ts';

const path = '/metrics';

/** `GET /metrics`, in Prometheus' text format. */
export function addMetricsRoute(
  server: TypedServer,
  models: readonly MeteredModel[],
  metrics: ServerMetrics,
  ends: RequestEnds,
): void {
  ends.whenEnded(({ request, reply, isAnswered }) => {
    const route = routeOf(request);
    if (route === path) return;
    const milliseconds = performance.now() - request.startedAt;
    if (isAnswered) metrics.http.answered(route, reply.raw.statusCode, milliseconds);
    else metrics.http.aborted(route);
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
