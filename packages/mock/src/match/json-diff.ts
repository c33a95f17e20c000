import { isJsonObject, type JsonValue } from '../exchange/json.ts';

/** One place where two values differ. */
export interface Difference {
  /** As it would be written in JavaScript: `messages[0].content`. */
  readonly path: string;
  /** Undefined where it is missing. */
  readonly recorded: JsonValue | undefined;
  readonly actual: JsonValue | undefined;
}

/** All the places where two values differ, deepest paths only. */
export function diffJson(
  recorded: JsonValue | undefined,
  actual: JsonValue | undefined,
  path = '',
): Difference[] {
  if (Array.isArray(recorded) && Array.isArray(actual)) {
    const length = Math.max(recorded.length, actual.length);
    return Array.from({ length }, (_, index) =>
      diffJson(itemOf(recorded, index), itemOf(actual, index), `${path}[${index}]`),
    ).flat();
  }
  if (isJsonObject(recorded) && isJsonObject(actual)) {
    const names = new Set([...Object.keys(recorded), ...Object.keys(actual)]);
    return [...names].flatMap((name) =>
      diffJson(recorded[name], actual[name], path === '' ? name : `${path}.${name}`),
    );
  }
  return recorded === actual ? [] : [{ path, recorded, actual }];
}

function itemOf(list: readonly unknown[], index: number): JsonValue | undefined {
  return list[index] as JsonValue | undefined;
}

const maxShownLength = 120;

/** A difference as the lines of a diff: `-` is recorded, `+` is what came. */
export function showDifference({ path, recorded, actual }: Difference): string {
  return [
    ...(recorded === undefined ? [] : [`- ${path}: ${show(recorded)}`]),
    ...(actual === undefined ? [] : [`+ ${path}: ${show(actual)}`]),
  ].join('\n');
}

function show(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > maxShownLength ? `${text.slice(0, maxShownLength - 1)}…` : text;
}
