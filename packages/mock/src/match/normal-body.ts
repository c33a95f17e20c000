import { toBase64 } from '../exchange/bytes.ts';
import { headerValue } from '../exchange/header-list.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../exchange/json.ts';
import type { RequestView } from './request-view.ts';

/** Fields that say who asks, not what is asked. */
const ignoredFields = new Set([
  'metadata',
  'prompt_cache_key',
  'safety_identifier',
  'user',
]);

/** Fields that hold the id of a call, which clients and providers make up anew. */
const callIdFields = new Set(['call_id', 'tool_call_id', 'tool_use_id']);

/**
 * The body as it is compared: keys in order, without who asked, with the ids of tool calls
 * counted in the order they appear, and without the boundary a form happens to have.
 *
 * @param ignore more fields of the top level to leave out
 */
export function normalBody(
  { json, text, body, headers }: RequestView,
  ignore: readonly string[] = [],
): JsonValue {
  if (json !== undefined) {
    const callIds = new Map<string, string>();
    return normalise(
      json,
      callIds,
      (name) => ignoredFields.has(name) || ignore.includes(name),
    );
  }
  const boundary = /boundary="?([^";]+)/.exec(
    headerValue(headers, 'content-type') ?? '',
  )?.[1];
  const whole = body.length === 0 ? '' : text;
  if (boundary === undefined) return whole ?? toBase64(body);
  return (whole ?? latin1(body)).replaceAll(boundary, 'boundary');
}

/** @param isIgnored which fields of this object to leave out, but not of those in it */
function normalise(
  value: JsonValue,
  callIds: Map<string, string>,
  isIgnored: (name: string) => boolean = () => false,
): JsonValue {
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).map((item) => normalise(item, callIds));
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value)
    .filter((name) => !isIgnored(name))
    .toSorted(byCodeUnits);
  return Object.fromEntries(
    names.map((name) => [name, normaliseField(name, value, callIds)]),
  );
}

function normaliseField(
  name: string,
  parent: JsonObject,
  callIds: Map<string, string>,
): JsonValue {
  const value = parent[name] as JsonValue;
  const isCallId =
    callIdFields.has(name) || (name === 'id' && parent['type'] === 'function');
  if (!isCallId || typeof value !== 'string') return normalise(value, callIds);
  const known = callIds.get(value) ?? `call-${callIds.size + 1}`;
  callIds.set(value, known);
  return known;
}

function byCodeUnits(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('');
}
