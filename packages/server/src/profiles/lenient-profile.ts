import type { FastifyRequest, FastifySchema } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { isRecord } from '../is-record.ts';
import { relaxFields } from './relax-fields.ts';
import { relaxValue, type ValueSchema } from './relax-value.ts';

/**
 * For clients that send what the wire does not take: before a request is checked, fields
 * that nobody knows are dropped and numbers moved to the nearest that fits. What is left is
 * checked as strictly as ever.
 */
export const lenientProfile = fastifyPlugin<{ model: string }>(
  (server, { model }, done) => {
    server.addHook('onRoute', (route) => {
      // Last, because values of a query are texts before.
      route.preValidation = [
        ...[route.preValidation ?? []].flat(),
        (request, _reply, next) => {
          relaxRequest(request, route.schema ?? {}, model);
          next();
        },
      ];
    });
    done();
  },
);

function relaxRequest(
  request: FastifyRequest,
  { body: bodySchema, querystring: querySchema }: FastifySchema,
  model: string,
): void {
  const { body, query } = request;
  if (isSchema(querySchema)) request.query = relaxValue(query, querySchema);
  if (!isSchema(bodySchema) || !isRecord(body)) return;
  const asksModel = bodySchema.properties?.['model'] !== undefined;
  request.body = relaxValue(asksModel ? relaxFields(body, model) : body, bodySchema);
}

function isSchema(schema: unknown): schema is ValueSchema {
  return typeof schema === 'object' && schema !== null;
}
