/** An answer as it came from a provider. */
export interface RecordedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The body, cut where the transport cut it: a piece may hold several events of a stream,
   * or a part of one.
   */
  readonly chunks: readonly Uint8Array[];
}

/** Headers about how the bytes travelled then, which says nothing of how they do now. */
const transportHeaders = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'transfer-encoding',
]);

/** The headers that belong to the answer itself. */
export function replayableHeaders({ headers }: RecordedResponse): [string, string][] {
  return Object.entries(headers).filter(
    ([name]) => !transportHeaders.has(name.toLowerCase()),
  );
}
