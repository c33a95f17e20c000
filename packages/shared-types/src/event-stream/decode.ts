import { createParser } from 'eventsource-parser';

/**
 * The data of a stream's events, in order, up to but without `[DONE]`.
 *
 * Bytes may be cut anywhere, also inside a character. The generator ends when the stream
 * does, with `[DONE]` or without.
 *
 * @example
 * for await (const data of decodeEvents(response.body)) show(JSON.parse(data));
 */
export async function* decodeEvents(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  const arrived: string[] = [];
  const parser = createParser({ onEvent: (event) => arrived.push(event.data) });
  const decoder = new TextDecoder();
  for await (const piece of bytes) {
    parser.feed(decoder.decode(piece, { stream: true }));
    for (const data of arrived.splice(0)) {
      if (data === '[DONE]') return;
      yield data;
    }
  }
}
