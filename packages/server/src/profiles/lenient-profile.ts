import type { FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { TSchema } from 'typebox';
import { isRecord } from '../is-record.ts';
import { nameIgnored } from './ignored-header.ts';
import { relaxFields, relaxQuery } from './relax-fields.ts';
import { relaxValue, type ValueSchema } from './relax-value.ts';
import { unsupportedFields } from './unsupported-fields.ts';

/**
 * For clients that send what the wire does not take: before a request is checked, fields
 * that nobody knows are dropped and numbers moved to the nearest that fits. What asks for
 * something the server cannot do is dropped as well, and the answer says so in a header. What
 * is left is checked as strictly as ever.
 */
export const lenientProfile = fastifyPlugin<{ model: string }>(
  (server, { model }, done) => {
    server.addHook('onRoute', (route) => {
      // Last, because values of a query are texts before.
      route.preValidation = [
        ...[route.preValidation ?? []].flat(),
        (request, reply, next) => {
          relaxRequest(request, reply, route.schema ?? {}, model);
          next();
        },
      ];
    });
    done();
  },
);

function relaxRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  { body: bodySchema, querystring: querySchema }: FastifySchema,
  model: string,
): void {
  const { query } = request;
  if (isSchema(querySchema) && isRecord(query))
    request.query = relaxValue(relaxQuery(query), querySchema);
  // A body may be left out where nothing has to be in it.
  const body = request.body ?? {};
  if (!isSchema(bodySchema) || !isRecord(body)) return;
  const { properties = {} } = bodySchema;
  const relaxed = relaxFields(body, properties, model);
  const ignored = unsupportedFields(relaxed, properties);
  nameIgnored(reply, ignored);
  const rest = Object.entries(relaxed).filter(([name]) => !ignored.includes(name));
  request.body = relaxValue(Object.fromEntries(rest), bodySchema);
}

function isSchema(
  schema: unknown,
): schema is ValueSchema & { properties?: Readonly<Record<string, TSchema>> } {
  return typeof schema === 'object' && schema !== null;
}
