import fastifyPlugin from 'fastify-plugin';
import type { TObject, TSchema } from 'typebox';

/**
 * Makes values of the texts in a query, as far as its schema asks for numbers, booleans,
 * lists (`include[]=a`) and objects (`metadata[key]=value`). What is not written as such
 * stays text, so that the check of the schema says what is wrong with it.
 */
export const queryValues = fastifyPlugin((server, _options, done) => {
  // On routes that take a query, so that the others do without the hook.
  server.addHook('onRoute', (route) => {
    const schema = route.schema?.querystring;
    if (!isObjectSchema(schema)) return;
    route.preValidation = [
      (request, _reply, next) => {
        request.query = readQuery(new Map(Object.entries(request.query ?? {})), schema);
        next();
      },
      ...[route.preValidation ?? []].flat(),
    ];
  });
  done();
});

/** `metadata[key]`, `include[]`, `include[0]` */
const bracketed = /^([^[\]]+)\[([^\]]*)\]$/;

function readQuery(
  query: ReadonlyMap<string, unknown>,
  { properties }: TObject,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [written, raw] of query) {
    const [, outer = written, inner] = bracketed.exec(written) ?? [];
    const type = typeOf(properties[outer]);
    if (type === 'array') values[outer] = [values[outer] ?? [], raw].flat();
    else if (type === 'object' && inner !== undefined)
      values[outer] = Object.assign(values[outer] ?? {}, { [inner]: raw });
    else values[written] = toValue(raw, type);
  }
  return values;
}

function toValue(raw: unknown, type: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  if (type === 'integer' && /^-?\d{1,15}$/.test(raw)) return Number(raw);
  if (type === 'boolean' && (raw === 'true' || raw === 'false')) return raw === 'true';
  return raw;
}

function typeOf(schema: TSchema | undefined): unknown {
  return schema !== undefined && 'type' in schema ? schema.type : undefined;
}

function isObjectSchema(schema: unknown): schema is TObject {
  return typeof schema === 'object' && schema !== null && 'properties' in schema;
}
