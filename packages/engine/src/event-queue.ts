import type { EngineError } from './engine-error.ts';
import type { EngineEvent, TextDeltaEvent, ToolCallDeltaEvent } from './engine-event.ts';

/** About how many unread bytes make the producer stop, and how few let it go on again. */
const highWater = 64 * 1024;
const lowWater = 16 * 1024;
/** What a token with its probability takes, or one of its alternatives. */
const probabilityBytes = 128;

export interface EventQueueCallbacks {
  /** The reader is far behind, or has caught up again. */
  setParked(parked: boolean): void;
  /** The reader has gone before the end. */
  cancel(): void;
  /** The producer has nothing more to say, or nobody is there to hear it. */
  ended(): void;
}

/**
 * The events of one request between the engine, which pushes, and one reader, who pulls.
 *
 * Text that waits to be read is joined per choice, so a slow reader finds fewer and longer
 * deltas; past a limit the producer is parked. The queue ends when the expected number of choices
 * has finished, or with an error.
 */
export class EventQueue implements AsyncIterableIterator<EngineEvent> {
  readonly #callbacks: EventQueueCallbacks;
  readonly #events: EngineEvent[] = [];
  #numOpenChoices: number;
  #unreadBytes = 0;
  #isParked = false;
  #error: EngineError | undefined;
  #hasReaderGone = false;
  #waiting: PromiseWithResolvers<IteratorResult<EngineEvent>> | undefined;

  constructor(numChoices: number, callbacks: EventQueueCallbacks) {
    this.#numOpenChoices = numChoices;
    this.#callbacks = callbacks;
  }

  /** Whether the producer has nothing more to say. */
  get hasEnded(): boolean {
    return this.#numOpenChoices === 0 || this.#error !== undefined;
  }

  /** Whether there is more to come, and somebody to read it. */
  get isAwaited(): boolean {
    return !this.hasEnded && !this.#hasReaderGone;
  }

  push(event: EngineEvent): void {
    if (event.type === 'finish') {
      this.#numOpenChoices -= 1;
      if (this.hasEnded) this.#callbacks.ended();
    }
    if (this.#hasReaderGone) return;
    if (this.#waiting !== undefined) {
      this.#settle({ done: false, value: event });
      return;
    }
    if (isDelta(event)) this.#pushDelta(event);
    else this.#events.push(event);
  }

  fail(error: EngineError): void {
    this.#error = error;
    this.#callbacks.ended();
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }

  takeReady(): EngineEvent | undefined {
    const event = this.#events.shift();
    if (event !== undefined) this.#countRead(event);
    return event;
  }

  next(): Promise<IteratorResult<EngineEvent>> {
    const event = this.takeReady();
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.hasEnded || this.#hasReaderGone) {
      return Promise.resolve({ done: true, value: undefined });
    }
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  return(): Promise<IteratorResult<EngineEvent>> {
    if (this.isAwaited) {
      this.#callbacks.cancel();
      this.#callbacks.ended();
    }
    this.#hasReaderGone = true;
    this.#events.length = 0;
    this.#settle({ done: true, value: undefined });
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #pushDelta(event: DeltaEvent): void {
    this.#unreadBytes += weightOf(event);
    if (this.#unreadBytes > highWater && !this.#isParked) {
      this.#isParked = true;
      this.#callbacks.setParked(true);
    }
    const last = this.#events.at(-1);
    const joined = last === undefined ? undefined : joinDeltas(last, event);
    if (joined === undefined) this.#events.push(event);
    else this.#events[this.#events.length - 1] = joined;
  }

  #countRead(event: EngineEvent): void {
    if (isDelta(event)) this.#unreadBytes -= weightOf(event);
    if (!this.#isParked || this.#unreadBytes > lowWater) return;
    this.#isParked = false;
    this.#callbacks.setParked(false);
  }

  #settle(result: IteratorResult<EngineEvent>): void {
    this.#waiting?.resolve(result);
    this.#waiting = undefined;
  }
}

type DeltaEvent = TextDeltaEvent | ToolCallDeltaEvent;

function isDelta(event: EngineEvent): event is DeltaEvent {
  return event.type !== 'accepted' && event.type !== 'finish';
}

function weightOf(event: DeltaEvent): number {
  if (event.type === 'tool-call-delta')
    return (event.name?.length ?? 0) + event.arguments.length;
  const { text, logprobs } = event;
  const [first] = logprobs ?? [];
  if (logprobs === undefined || first === undefined) return text.length;
  // Every token of a request comes with as many alternatives.
  return text.length + logprobs.length * (1 + first.top.length) * probabilityBytes;
}

/** Both as one, if the second goes on with what the first is about. */
function joinDeltas(first: EngineEvent, second: DeltaEvent): DeltaEvent | undefined {
  if (!isDelta(first) || first.choice !== second.choice) return undefined;
  if (first.type === 'tool-call-delta') {
    if (second.type !== 'tool-call-delta' || first.call !== second.call) return undefined;
    return { ...first, arguments: first.arguments + second.arguments };
  }
  if (second.type === 'tool-call-delta' || first.type !== second.type) return undefined;
  const text = first.text + second.text;
  if (first.logprobs === undefined && second.logprobs === undefined)
    return { ...first, text };
  return {
    ...first,
    text,
    logprobs: [...(first.logprobs ?? []), ...(second.logprobs ?? [])],
  };
}
