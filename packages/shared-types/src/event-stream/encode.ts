/** One event of a stream, around JSON text without line ends. */
export function encodeEvent(json: string): string {
  return `data: ${json}\n\n`;
}

/** One event of a stream whose events have names. */
export function encodeNamedEvent(name: string, json: string): string {
  return `event: ${name}\ndata: ${json}\n\n`;
}

/** The event that ends a stream which went well. */
export const doneEvent = encodeEvent('[DONE]');

/** A line that parsers drop: it tells proxies and clients that the stream is alive. */
export const keepAliveComment = ': keep-alive\n\n';
