import { EngineError } from './engine-error.ts';
import type { EngineEvent } from './engine-event.ts';
import { EventQueue } from './event-queue.ts';
import { decodeEvents } from './native/decode-events.ts';

/** What the streams of an engine ask of the place where it computes. */
export interface RequestControl {
  cancel(id: number): void;
  setParked(id: number, parked: boolean): void;
  /** The first request has begun, or the last one has ended. */
  setBusy?(isBusy: boolean): void;
}

/** Hands a request over under an id; resolves to its number of prompt tokens once accepted. */
export type Submit = (id: number) => Promise<number>;

/**
 * The open requests of one engine, wherever it computes: gives them ids, turns event blocks into
 * what their readers await, and sees to it that a reader who leaves takes the request along.
 */
export class RequestStreams {
  readonly #control: RequestControl;
  readonly #queues = new Map<number, EventQueue>();
  #nextId = 1;

  constructor(control: RequestControl) {
    this.#control = control;
  }

  async *stream(
    numChoices: number,
    submit: Submit,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<EngineEvent> {
    const id = this.#nextId;
    this.#nextId = (id % 0xffff_ffff) + 1;
    const cancel = () => this.#control.cancel(id);
    const setParked = (parked: boolean) => this.#control.setParked(id, parked);
    const queue = new EventQueue(numChoices, { cancel, setParked });
    // Before it is submitted: the first events may follow at once.
    this.#open(id, queue);
    try {
      const numPromptTokens = await submit(id);
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted) cancel();
      yield { type: 'accepted', numPromptTokens };
      yield* queue;
    } catch (error) {
      this.#close(id);
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
      await queue.return();
    }
  }

  /** Gives every record of an event block to its request. */
  deliver(block: Buffer): void {
    decodeEvents(block, (id, event) => {
      const queue = this.#queues.get(id);
      if (queue === undefined) return;
      if (event instanceof EngineError) queue.fail(event);
      else queue.push(event);
      if (queue.hasEnded) this.#close(id);
    });
  }

  /** Ends every open request with an error. */
  failAll(error: EngineError): void {
    for (const [id, queue] of this.#queues) {
      queue.fail(error);
      this.#close(id);
    }
  }

  #open(id: number, queue: EventQueue): void {
    if (this.#queues.size === 0) this.#control.setBusy?.(true);
    this.#queues.set(id, queue);
  }

  #close(id: number): void {
    if (this.#queues.delete(id) && this.#queues.size === 0)
      this.#control.setBusy?.(false);
  }
}
