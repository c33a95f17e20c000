/** One event of a stream, around JSON text without line ends. */
export function encodeEvent(json: string): string {
  return `data: ${json}\n\n`;
}

/** The same with a name, as streams have it whose events are of different kinds. */
export function encodeNamedEvent(name: string, json: string): string {
  return `event: ${name}\n${encodeEvent(json)}`;
}

/** The event that ends a stream which went well. */
export const doneEvent = encodeEvent('[DONE]');

/** A line that parsers drop: it tells proxies and clients that the stream is alive. */
export const keepAliveComment = ': keep-alive\n\n';
