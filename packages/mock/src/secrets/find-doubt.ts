import { decodeText } from '../exchange/bytes.ts';
import { isJsonObject, type JsonValue, parseJson } from '../exchange/json.ts';
import { isDoubtful } from './secret-patterns.ts';

/** The name of a field that may hold a secret; in event streams each payload is looked at. */
export function findDoubt(bytes: Uint8Array): string | undefined {
  const text = decodeText(bytes);
  if (text === undefined) return undefined;
  const whole = parseJson(text);
  if (whole !== undefined) return findIn(whole);
  for (const [, payload = ''] of text.matchAll(/^data: ?(.*)$/gm)) {
    const found = findIn(parseJson(payload) ?? null);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findIn(value: JsonValue): string | undefined {
  if (Array.isArray(value)) return findFirst(value as readonly JsonValue[], findIn);
  if (!isJsonObject(value)) return undefined;
  return findFirst(Object.entries(value), ([name, item]) =>
    typeof item === 'string' && isDoubtful(name, item) ? name : findIn(item),
  );
}

function findFirst<Item>(
  items: readonly Item[],
  find: (item: Item) => string | undefined,
): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
