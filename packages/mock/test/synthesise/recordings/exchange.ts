/** An exchange with a provider, as far as its recorder kept it. */
export interface RecordedExchange {
  /** Path below the folder of recordings. */
  readonly file: string;
  readonly provider: string;
  readonly url: string;
  readonly request: JsonObject;
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** What the recorder did not lose; the rest cannot be compared. */
  readonly kept: Kept;
}

interface Kept {
  /** Line ends, comments, `[DONE]`. */
  readonly framing: boolean;
  /** The order of keys. */
  readonly order: boolean;
  readonly headers: boolean;
  /** Whether the stream's very end is as it was. */
  readonly ending?: boolean;
  /** Whether nulls are the server's, not a client's. */
  readonly nulls?: boolean;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export type ExchangePart = Omit<RecordedExchange, 'file' | 'provider'>;

export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}

/** A header may stand with one value or with a list of them. */
export function headerPairs(headers: unknown): [string, string][] {
  return Object.entries(asObject(headers)).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name.toLowerCase(), String(value)]),
  );
}

export function requestBody(body: unknown): JsonObject {
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return asObject(body);
  try {
    return asObject(JSON.parse(Buffer.from(body).toString()));
  } catch {
    return {};
  }
}
