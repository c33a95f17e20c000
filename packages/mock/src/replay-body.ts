import type { RecordedResponse } from './recorded-response.ts';

/**
 * The body of a recorded answer, byte for byte, in the pieces it came in, as fast as it is
 * read. A reader that cancels ends it.
 */
export function replayBody({ chunks }: RecordedResponse): ReadableStream<Uint8Array> {
  const rest = chunks.values();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = rest.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
}
