import type {
  OutputMessage,
  OutputTextPart,
  PartLogprob,
  Response,
  ResponseStreamEvent,
  ResponseUsage,
} from '@samewire/shared-types';
import type { WireError } from '../errors/wire-error.ts';
import { toResponseError } from './response-error.ts';
import { toEventLogprobs } from './response-logprobs.ts';

/** Text of a response as it came from the engine in one piece. */
export interface ResponsePiece {
  readonly text: string;
  readonly logprobs?: readonly PartLogprob[];
}

/** How a response ended that did not fail. */
export interface ResponseEnd {
  readonly status: 'completed' | 'incomplete' | 'cancelled';
  readonly usage: ResponseUsage;
  /** Unix time in seconds. */
  readonly completedAt: number;
  readonly serviceTier: Response['service_tier'];
}

/** An event without its number. */
type Unnumbered<Event> = Event extends { sequence_number: number }
  ? Omit<Event, 'sequence_number'>
  : never;

/**
 * A response while it is generated, and the events that tell of it. The same pieces give
 * the same events with the same numbers, so a stream can be told again from its pieces.
 */
export class ResponseProgress {
  #response: Response;
  readonly #itemId: string;
  #numEvents = 0;
  #message: OutputMessage | undefined;
  #text = '';
  readonly #logprobs: PartLogprob[] = [];

  /**
   * @param response as it was created
   * @param itemId id of the message that is going to hold the text
   */
  constructor(response: Response, itemId: string) {
    this.#response = response;
    this.#itemId = itemId;
  }

  /** The response as it is now. */
  get response(): Response {
    return this.#response;
  }

  /** It exists, and may have to wait. */
  create(): ResponseStreamEvent[] {
    const created = this.#responseEvent('response.created');
    if (this.#response.status !== 'queued') return [created];
    return [created, this.#responseEvent('response.queued')];
  }

  /** The engine is at work on it. */
  start(): ResponseStreamEvent[] {
    this.#response = { ...this.#response, status: 'in_progress' };
    return [this.#responseEvent('response.in_progress')];
  }

  addText({ text, logprobs = [] }: ResponsePiece): ResponseStreamEvent[] {
    const opening = this.#message === undefined ? this.#openMessage() : [];
    this.#text += text;
    this.#logprobs.push(...logprobs);
    const delta = this.#numbered({
      type: 'response.output_text.delta',
      ...this.#place,
      delta: text,
      logprobs: toEventLogprobs(logprobs),
    });
    return [...opening, delta];
  }

  /** The text is complete, or as complete as it gets. */
  finish({
    status,
    usage,
    completedAt,
    serviceTier,
  }: ResponseEnd): ResponseStreamEvent[] {
    const opening = this.#message === undefined ? this.#openMessage() : [];
    const isComplete = status === 'completed';
    const closing = this.#closeMessage(isComplete ? 'completed' : 'incomplete');
    this.#response = {
      ...this.#response,
      status,
      completed_at: isComplete ? completedAt : null,
      incomplete_details:
        status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
      service_tier: serviceTier,
      usage,
    };
    return [...opening, ...closing];
  }

  /** What ends the stream of a finished response; of a cancelled one nothing does. */
  end(): ResponseStreamEvent[] {
    const { status } = this.#response;
    if (status !== 'completed' && status !== 'incomplete') return [];
    return [this.#responseEvent(`response.${status}`)];
  }

  /** It failed; what there is of the text stays, unfinished. */
  fail(error: WireError): ResponseStreamEvent[] {
    const { type, code, message, param } = error;
    if (this.#message !== undefined) this.#updateMessage('incomplete');
    this.#response = {
      ...this.#response,
      status: 'failed',
      error: toResponseError(error),
    };
    return [
      this.#numbered({ type: 'error', error: { type, code, message, param } }),
      this.#responseEvent('response.failed'),
    ];
  }

  /** It ended before the engine had anything to do with it. */
  cancelEarly(): void {
    this.#response = { ...this.#response, status: 'cancelled' };
  }

  get #place() {
    return { item_id: this.#itemId, output_index: 0, content_index: 0 };
  }

  #openMessage(): ResponseStreamEvent[] {
    this.#message = {
      id: this.#itemId,
      type: 'message',
      status: 'in_progress',
      content: [],
      role: 'assistant',
    };
    return [
      this.#itemEvent('response.output_item.added', this.#message),
      this.#partEvent('response.content_part.added', toPart('', [])),
    ];
  }

  #closeMessage(status: 'completed' | 'incomplete'): ResponseStreamEvent[] {
    const message = this.#updateMessage(status);
    return [
      this.#numbered({
        type: 'response.output_text.done',
        ...this.#place,
        text: this.#text,
        logprobs: toEventLogprobs(this.#logprobs),
      }),
      this.#partEvent('response.content_part.done', toPart(this.#text, this.#logprobs)),
      this.#itemEvent('response.output_item.done', message),
    ];
  }

  #updateMessage(status: 'completed' | 'incomplete'): OutputMessage {
    const message: OutputMessage = {
      id: this.#itemId,
      type: 'message',
      status,
      content: [toPart(this.#text, this.#logprobs)],
      role: 'assistant',
    };
    this.#message = message;
    this.#response = { ...this.#response, output: [message] };
    return message;
  }

  #responseEvent(
    type: Extract<ResponseStreamEvent, { response: Response }>['type'],
  ): ResponseStreamEvent {
    return this.#numbered({ type, response: this.#response });
  }

  #itemEvent(
    type: 'response.output_item.added' | 'response.output_item.done',
    item: OutputMessage,
  ): ResponseStreamEvent {
    return this.#numbered({ type, output_index: 0, item });
  }

  #partEvent(
    type: 'response.content_part.added' | 'response.content_part.done',
    part: OutputTextPart,
  ): ResponseStreamEvent {
    return this.#numbered({ type, ...this.#place, part });
  }

  #numbered({ type, ...fields }: Unnumbered<ResponseStreamEvent>): ResponseStreamEvent {
    const event = { type, sequence_number: this.#numEvents++, ...fields };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what was left out is in
    return event as ResponseStreamEvent;
  }
}

function toPart(text: string, logprobs: readonly PartLogprob[]): OutputTextPart {
  return { type: 'output_text', annotations: [], logprobs: [...logprobs], text };
}
