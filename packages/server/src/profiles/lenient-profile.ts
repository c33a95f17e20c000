import fastifyPlugin from 'fastify-plugin';
import { relaxFields } from './relax-fields.ts';
import { relaxValue, type ValueSchema } from './relax-value.ts';

/**
 * For clients that send what the wire does not take: before a request is checked, fields
 * that nobody knows are dropped and numbers moved to the nearest that fits. What is left is
 * checked as strictly as ever.
 */
export const lenientProfile = fastifyPlugin<{ model: string }>(
  (server, { model }, done) => {
    server.addHook('preValidation', (request, _reply, next) => {
      const { schema } = request.routeOptions;
      const { body, query } = request;
      if (isSchema(schema?.querystring))
        request.query = relaxValue(query, schema.querystring);
      if (!isSchema(schema?.body) || !isRecord(body)) return next();
      const asksModel = schema.body.properties?.['model'] !== undefined;
      const fields = asksModel ? relaxFields(body, model) : body;
      request.body = relaxValue(fields, schema.body);
      return next();
    });
    done();
  },
);

function isSchema(schema: unknown): schema is ValueSchema {
  return typeof schema === 'object' && schema !== null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
