import { isDeepStrictEqual } from 'node:util';
import { fieldSupport, type RefusedFieldSupport } from '@samewire/shared-types';
import type { TObject } from 'typebox';
import { quoted, WireError } from '../errors/wire-error.ts';

/** Refuses request bodies that set a field the server cannot honour. */
export type RefusedFieldCheck = (body: Readonly<Record<string, unknown>>) => void;

/**
 * The check for one kind of request, made from what its schema says about its fields.
 * OpenAI, too, reports what a model lacks only after everything else is in order.
 */
export function refusedFieldCheck(schema: TObject): RefusedFieldCheck {
  const refusedFields = Object.entries(schema.properties).flatMap(([name, field]) => {
    const support = fieldSupport(field);
    return support?.status === 'refused' ? [{ name, support }] : [];
  });
  return (body) => {
    for (const { name, support } of refusedFields) {
      const value = body[name];
      if (value === undefined) continue;
      if (support.except.some((harmless) => isDeepStrictEqual(harmless, value))) continue;
      throw refusal(name, value, support);
    }
  };
}

function refusal(name: string, value: unknown, support: RefusedFieldSupport): WireError {
  const { code } = support;
  if (support.message !== undefined)
    return new WireError(support.message, { param: name, code });
  if (code === 'unsupported_value') return unsupportedValue(name, value);
  return new WireError(
    `Unsupported parameter: '${name}' is not supported with this model.`,
    { param: name, code },
  );
}

function unsupportedValue(name: string, value: unknown): WireError {
  // Of an object told apart by its type, the type is the word at fault.
  const word = isTyped(value) ? value.type : value;
  const shown = typeof word === 'string' ? `'${word}'` : JSON.stringify(word);
  return new WireError(
    `Unsupported value: '${name}' does not support ${quoted(shown)} with this model.`,
    { param: name, code: 'unsupported_value' },
  );
}

function isTyped(value: unknown): value is { readonly type: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string'
  );
}
