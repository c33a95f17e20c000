/** Both are in V8 since Node 21; TypeScript's library does not know them yet. */
interface JsonWithSource {
  readonly rawJSON: (text: string) => unknown;
  readonly parse: (
    text: string,
    revive: (
      key: string,
      value: unknown,
      context: { readonly source?: string },
    ) => unknown,
  ) => unknown;
}

const json = JSON as unknown as JsonWithSource;

/**
 * Parses JSON so that `JSON.stringify` gives numbers back as they were written: `1.0` and
 * integers beyond 2^53 survive. Statuses and the like must be read with `Number`.
 */
export function parseExactJson(text: string): unknown {
  return json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? json.rawJSON(source)
      : value,
  );
}
