import { isDeepStrictEqual } from 'node:util';
import { fieldSupport } from '@samewire/shared-types';
import type { TSchema } from 'typebox';

/** Fields of a body that ask for what the server cannot do. */
export function unsupportedFields(
  body: Readonly<Record<string, unknown>>,
  schemas: Readonly<Record<string, TSchema>>,
): string[] {
  return Object.keys(body).filter((name) => {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    const support = schema === undefined ? undefined : fieldSupport(schema);
    if (support?.status !== 'refused') return false;
    return !support.except.some((harmless) => isDeepStrictEqual(harmless, body[name]));
  });
}
