import { createParser } from 'eventsource-parser';

/** One event of the stream, or a comment line such as a keep-alive. */
export interface FrameText {
  readonly kind: 'data' | 'comment';
  readonly text: string;
}

/**
 * Turns the bytes of an event stream into frames. Bytes may be cut anywhere, inside a
 * character too; the frames are the same.
 */
export class FrameReader {
  readonly #decoder = new TextDecoder();
  #frames: FrameText[] = [];
  readonly #parser = createParser({
    onEvent: ({ data }) => this.#frames.push({ kind: 'data', text: data }),
    onComment: (text) => this.#frames.push({ kind: 'comment', text }),
  });

  /** Takes the next bytes and returns the frames they complete. */
  read(bytes: Uint8Array): FrameText[] {
    this.#parser.feed(this.#decoder.decode(bytes, { stream: true }));
    const frames = this.#frames;
    this.#frames = [];
    return frames;
  }
}
