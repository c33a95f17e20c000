import type { BodyEnd, Chunk, Exchange, RecordedRequest } from '../exchange/exchange.ts';
import type { HeaderList } from '../exchange/header-list.ts';
import type { Clock } from '../player/clock.ts';

/** Notes down an exchange while it happens: each chunk as it came, and when. */
export class ExchangeTap {
  readonly #request: RecordedRequest;
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  readonly #chunks: Chunk[] = [];
  #head: { status: number; statusText?: string; headers: HeaderList } | undefined;

  constructor(request: RecordedRequest, clock: Clock) {
    this.#request = request;
    this.#clock = clock;
    this.#startedAtMs = clock.now();
  }

  /** @param statusText only where it is not the usual one of the status */
  head(status: number, headers: HeaderList, statusText?: string): void {
    this.#head = { status, headers, ...(statusText === undefined ? {} : { statusText }) };
  }

  /** The bytes are copied: a transport may use its buffer again. */
  chunk(bytes: Uint8Array): void {
    this.#chunks.push({ bytes: Uint8Array.from(bytes), atMs: this.#elapsedMs() });
  }

  /** Undefined where there was no answer at all. */
  end(how: BodyEnd): Exchange | undefined {
    if (this.#head === undefined) return undefined;
    const response = {
      ...this.#head,
      chunks: this.#chunks,
      ...(how === 'complete' ? {} : { end: how }),
      endAtMs: this.#elapsedMs(),
    };
    return { request: this.#request, response };
  }

  #elapsedMs(): number {
    return Math.round(this.#clock.now() - this.#startedAtMs);
  }
}
