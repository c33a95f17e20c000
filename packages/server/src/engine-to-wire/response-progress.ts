import type {
  OutputItem,
  Response,
  ResponseStreamEvent,
  ResponseUsage,
} from '@samewire/shared-types';
import type { WireError } from '../errors/wire-error.ts';
import { toResponseError } from './response-error.ts';
import {
  type GrowingItem,
  growingItem,
  type ItemStatus,
  type Unnumbered,
} from './response-item.ts';
import type { ResponsePiece } from './response-piece.ts';

/** How a response ended that did not fail. */
export interface ResponseEnd {
  readonly status: 'completed' | 'incomplete' | 'cancelled';
  readonly usage: ResponseUsage;
  /** Unix time in seconds. */
  readonly completedAt: number;
  readonly serviceTier: Response['service_tier'];
}

/**
 * A response while it is generated, and the events that tell of it. The same pieces give
 * the same events with the same numbers, so a stream can be told again from its pieces.
 */
export class ResponseProgress {
  #response: Response;
  readonly #itemId: string;
  #numEvents = 0;
  /** The item that grows. */
  #item: GrowingItem | undefined;
  #kind: ResponsePiece['kind'];
  /** Those that are complete. */
  readonly #done: OutputItem[] = [];

  /**
   * @param response as it was created
   * @param itemId id of the first message
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

  add(piece: ResponsePiece): ResponseStreamEvent[] {
    const isOther = this.#item === undefined || piece.kind !== this.#kind;
    const before = isOther || piece.itemId !== undefined ? this.#beginItem(piece) : [];
    const added = this.#item?.add(piece) ?? [];
    return [...before, ...added.map((event) => this.#numbered(event))];
  }

  /** The output is complete, or as complete as it gets. */
  finish({
    status,
    usage,
    completedAt,
    serviceTier,
  }: ResponseEnd): ResponseStreamEvent[] {
    const opening = this.#item === undefined ? this.#beginItem({ text: '' }) : [];
    const isComplete = status === 'completed';
    const closing = this.#endItem(isComplete ? 'completed' : 'incomplete');
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

  /** It failed; what there is of the output stays, unfinished. */
  fail(error: WireError): ResponseStreamEvent[] {
    const { type, code, message, param } = error;
    if (this.#item !== undefined) this.#keep(this.#item.toItem('incomplete'));
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

  #beginItem(piece: ResponsePiece): ResponseStreamEvent[] {
    const before = this.#item === undefined ? [] : this.#endItem('completed');
    const item = growingItem(piece, piece.itemId ?? this.#itemId, this.#done.length);
    this.#item = item;
    this.#kind = piece.kind;
    const added = item.toItem('in_progress', true);
    return [
      ...before,
      this.#itemEvent('response.output_item.added', added),
      ...item.begin().map((event) => this.#numbered(event)),
    ];
  }

  #endItem(status: Exclude<ItemStatus, 'in_progress'>): ResponseStreamEvent[] {
    if (this.#item === undefined) return [];
    const item = this.#item.toItem(status);
    const ending = this.#item.end().map((event) => this.#numbered(event));
    const done = this.#itemEvent('response.output_item.done', item);
    this.#item = undefined;
    this.#keep(item);
    return [...ending, done];
  }

  #keep(item: OutputItem): void {
    this.#done.push(item);
    this.#response = { ...this.#response, output: [...this.#done] };
  }

  #responseEvent(
    type: Extract<ResponseStreamEvent, { response: Response }>['type'],
  ): ResponseStreamEvent {
    return this.#numbered({ type, response: this.#response });
  }

  #itemEvent(
    type: 'response.output_item.added' | 'response.output_item.done',
    item: OutputItem,
  ): ResponseStreamEvent {
    return this.#numbered({ type, output_index: this.#done.length, item });
  }

  #numbered({ type, ...fields }: Unnumbered): ResponseStreamEvent {
    const event = { type, sequence_number: this.#numEvents++, ...fields };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what was left out is in
    return event as ResponseStreamEvent;
  }
}
