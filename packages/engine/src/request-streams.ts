import { EngineError } from './engine-error.ts';
import type { AcceptedEvent } from './engine-event.ts';
import type { EmbeddingResult } from './embedding-request.ts';
import { EventQueue } from './event-queue.ts';
import { decodeEvents, type DecodedEvent } from './native/decode-events.ts';
import { RequestEvents, type SubmittedRequest } from './request-events.ts';
import { VectorCollector } from './vector-collector.ts';

/** What the streams of an engine ask of the place where it computes. */
export interface RequestControl {
  cancel(id: number): void;
  setParked(id: number, parked: boolean): void;
  /** The first request has begun, or the last one has ended. */
  setBusy?(isBusy: boolean): void;
}

/** What is known of a request once it is accepted. */
export type Acceptance = Omit<AcceptedEvent, 'type'>;

/** Hands a request over under an id; resolves once it is accepted. */
export type Submit = (id: number) => Promise<Acceptance>;

/** The same for embeddings; resolves to the number of tokens of each input. */
export type SubmitEmbedding = (id: number) => Promise<readonly number[]>;

/** Where the events of an open request go. */
interface Reader {
  readonly hasEnded: boolean;
  push(event: Exclude<DecodedEvent, EngineError>): void;
  fail(error: EngineError): void;
}

/**
 * The open requests of one engine, wherever it computes: gives them ids, turns event blocks into
 * what their readers await, and sees to it that a reader who leaves takes the request along.
 */
export class RequestStreams {
  readonly #control: RequestControl;
  readonly #readers = new Map<number, Reader>();
  #nextId = 1;

  constructor(control: RequestControl) {
    this.#control = control;
  }

  stream(
    numChoices: number,
    submit: Submit,
    signal: AbortSignal | undefined,
  ): RequestEvents {
    return new RequestEvents(() => this.#submit(numChoices, submit, signal));
  }

  #submit(
    numChoices: number,
    submit: Submit,
    signal: AbortSignal | undefined,
  ): SubmittedRequest {
    const id = this.#takeId();
    const cancel = () => this.#control.cancel(id);
    const queue = new EventQueue(numChoices, {
      cancel,
      setParked: (parked) => this.#control.setParked(id, parked),
      ended: () => signal?.removeEventListener('abort', cancel),
    });
    // Before it is submitted: the first events may follow at once.
    this.#open(id, {
      get hasEnded() {
        return queue.hasEnded;
      },
      push: (event) => {
        if (event.type !== 'vector') queue.push(event);
      },
      fail: (error) => queue.fail(error),
    });
    const accept = async (): Promise<AcceptedEvent> => {
      try {
        const acceptance = await submit(id);
        if (queue.isAwaited) signal?.addEventListener('abort', cancel, { once: true });
        if (signal?.aborted) cancel();
        return { type: 'accepted', ...acceptance };
      } catch (error) {
        this.#close(id);
        await queue.return();
        throw error;
      }
    };
    return { queue, accepted: accept() };
  }

  async embed(
    submit: SubmitEmbedding,
    signal: AbortSignal | undefined,
  ): Promise<EmbeddingResult> {
    signal?.throwIfAborted();
    const id = this.#takeId();
    const collector = new VectorCollector();
    const abort = () => {
      this.#control.cancel(id);
      collector.fail(signal?.reason);
    };
    this.#open(id, {
      get hasEnded() {
        return collector.hasEnded;
      },
      push: (event) => {
        if (event.type === 'vector') collector.push(event);
      },
      fail: (error) => collector.fail(error),
    });
    try {
      const numTokens = await submit(id);
      signal?.addEventListener('abort', abort, { once: true });
      if (signal?.aborted) abort();
      return { vectors: await collector.collect(numTokens.length), numTokens };
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#close(id);
    }
  }

  /** Gives every record of an event block to its request. */
  deliver(block: Buffer): void {
    decodeEvents(block, (id, event) => {
      const reader = this.#readers.get(id);
      if (reader === undefined) return;
      if (event instanceof EngineError) reader.fail(event);
      else reader.push(event);
      if (reader.hasEnded) this.#close(id);
    });
  }

  /** Ends every open request with an error. */
  failAll(error: EngineError): void {
    for (const [id, reader] of this.#readers) {
      reader.fail(error);
      this.#close(id);
    }
  }

  #takeId(): number {
    const id = this.#nextId;
    this.#nextId = (id % 0xffff_ffff) + 1;
    return id;
  }

  #open(id: number, reader: Reader): void {
    if (this.#readers.size === 0) this.#control.setBusy?.(true);
    this.#readers.set(id, reader);
  }

  #close(id: number): void {
    if (this.#readers.delete(id) && this.#readers.size === 0)
      this.#control.setBusy?.(false);
  }
}
