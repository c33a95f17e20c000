import { isJsonObject, type JsonValue } from '../exchange/json.ts';
import { toTextCondition } from './text-condition.ts';

/**
 * Whether everything that is expected is there. Objects may hold more; lists must be as long;
 * a text may be a regular expression.
 */
export function isSubset(expected: JsonValue, actual: JsonValue | undefined): boolean {
  if (typeof expected === 'string')
    return typeof actual === 'string' && toTextCondition(expected)(actual);
  if (Array.isArray(expected)) {
    const items = expected as readonly JsonValue[];
    return (
      Array.isArray(actual) &&
      actual.length === items.length &&
      items.every((item, index) => isSubset(item, actual[index] as JsonValue))
    );
  }
  if (!isJsonObject(expected)) return expected === actual;
  return (
    isJsonObject(actual) &&
    Object.entries(expected).every(([name, value]) => isSubset(value, actual[name]))
  );
}

/** How many values a condition names. */
export function countLeaves(value: JsonValue): number {
  if (Array.isArray(value) || isJsonObject(value))
    return Object.values(value as object).reduce<number>(
      (sum, item: JsonValue) => sum + countLeaves(item),
      1,
    );
  return 1;
}
