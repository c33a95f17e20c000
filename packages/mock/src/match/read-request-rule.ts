import type { Field } from '../cassette/field.ts';
import type { JsonValue } from '../exchange/json.ts';
import type { RequestRule } from './request-rule.ts';
import { toTextCondition } from './text-condition.ts';

const textFields = [
  'method',
  'path',
  'host',
  'model',
  'system',
  'lastMessage',
  'lastRole',
] as const;

/**
 * Reads the rule of an exchange or a fault.
 *
 * @throws CassetteError where it is not one
 */
export function readRequestRule(field: Field): RequestRule {
  field.allowOnly(...textFields, 'stream', 'body', 'tools', 'turn', 'headers');
  const texts = textFields.flatMap((name) => {
    const child = field.optional(name);
    if (child === undefined) return [];
    return [[name, readCondition(child)] as const];
  });
  const stream = field.optional('stream')?.boolean();
  const tools = field.optional('tools')?.items();
  const turn = field.optional('turn')?.number();
  const headers = field.optional('headers');
  return {
    ...Object.fromEntries(texts),
    ...(stream === undefined ? {} : { stream }),
    ...(field.has('body') ? { body: field.get('body').value as JsonValue } : {}),
    ...(tools === undefined ? {} : { tools: tools.map((tool) => tool.text()) }),
    ...(turn === undefined ? {} : { turn }),
    ...(headers === undefined ? {} : { headers: readHeaderConditions(headers) }),
  };
}

function readHeaderConditions(field: Field): Record<string, string> {
  return Object.fromEntries(
    Object.keys(field.record()).map((name) => [name, readCondition(field.get(name))]),
  );
}

/** A faulty expression is found where it stands, not at the first request. */
function readCondition(field: Field): string {
  const text = field.text();
  try {
    toTextCondition(text);
  } catch (error) {
    throw field.error(error instanceof Error ? error.message : String(error));
  }
  return text;
}
