import type { Response, ResponseRequest } from '@samewire/shared-types';
import type { StoredItem } from '@samewire/shared-types';
import type { ResponsePiece } from '../engine-to-wire/response-piece.ts';
import { Collection, type TypedDocument } from '../state/collection.ts';
import type { Change, StateStore } from '../state/state-store.ts';
import { expiryAfter } from './expiry.ts';

/** What is kept of a response, beside its items. */
export interface ResponseRecord {
  readonly response: Response;
  /** With these its stream can be told again. */
  readonly itemId: string;
  readonly pieces: readonly ResponsePiece[];
  readonly serviceTier: Response['service_tier'];
  /** Until it has ended; of background responses only. */
  readonly pending: PendingResponse | null;
}

/** What it takes to begin with a response again. */
export interface PendingResponse {
  readonly body: ResponseRequest;
  /** How often its generation has begun. */
  readonly numStarts: number;
  /** Whether a client may have seen text of it, which another text would contradict. */
  readonly isTold: boolean;
}

/** A response that is to be kept, with whose it is. */
export interface OwnedResponse {
  readonly owner: string;
  readonly record: ResponseRecord;
}

/**
 * Responses and conversations with their items.
 *
 * Items are documents of their own, below the response or the conversation they belong
 * to: so they can be listed in pages, and found by their ids.
 */
export class ResponseCollections {
  readonly responses: Collection<ResponseRecord>;
  readonly items: Collection<StoredItem>;
  /** A conversation is nothing but an id, metadata and items. */
  readonly conversations: Collection<null>;
  readonly #retentionDays: number;
  readonly #serverId: string;

  constructor(store: StateStore, retentionDays: number) {
    this.responses = new Collection<ResponseRecord>(store, 'responses');
    this.items = new Collection<StoredItem>(store, 'items');
    this.conversations = new Collection<null>(store, 'conversations');
    this.#retentionDays = retentionDays;
    this.#serverId = store.serverId;
  }

  /** The changes that store a response for the first time, with what it is to read. */
  insertResponse(
    { owner, record }: OwnedResponse,
    input: readonly StoredItem[],
  ): Change[] {
    const { id, created_at: createdAt, metadata } = record.response;
    return [
      this.responses.insert({
        id,
        owner,
        createdAt,
        metadata,
        expiresAt: expiryAfter(this.#retentionDays),
        labels: this.#labelsOf(record.response),
        content: record,
      }),
      ...this.#itemsOfResponse(owner, id, 'input', input),
    ];
  }

  /** The change that stores how far a response has come. */
  updateResponse({ owner, record }: OwnedResponse): Change {
    const { response } = record;
    return this.responses.update(
      { owner, id: response.id },
      { content: record, labels: this.#labelsOf(response) },
    );
  }

  /** The changes that store what a response says. */
  insertOutput(owner: string, { id, output }: Response): Change[] {
    return this.#itemsOfResponse(owner, id, 'output', output);
  }

  /** The changes that put items behind those of a conversation. */
  appendToConversation(
    owner: string,
    conversationId: string,
    items: readonly StoredItem[],
  ): Change[] {
    return [
      // Changes nothing, but fails if the conversation is not there any more.
      this.conversations.update({ owner, id: conversationId }, {}),
      ...items.map((item) =>
        this.items.insert({ id: item.id, owner, parent: conversationId, content: item }),
      ),
    ];
  }

  /**
   * The change by which this server takes over a response of one that is gone. Of several
   * servers that try, one succeeds.
   */
  takeOver({ id, owner, labels }: TypedDocument<ResponseRecord>): Change {
    const { server = '', status = '' } = labels;
    return this.responses.update(
      { owner, id },
      { labels: { ...labels, server: this.#serverId }, ifLabels: { server, status } },
    );
  }

  #labelsOf({ status, model }: Response): Record<string, string> {
    const isOpen = status === 'queued' || status === 'in_progress';
    return { status, model, ...(isOpen ? { server: this.#serverId } : {}) };
  }

  #itemsOfResponse(
    owner: string,
    parent: string,
    side: 'input' | 'output',
    items: readonly StoredItem[],
  ): Change[] {
    const expiresAt = expiryAfter(this.#retentionDays);
    return items.map((item) =>
      this.items.insert({
        id: item.id,
        owner,
        parent,
        expiresAt,
        labels: { side },
        content: item,
      }),
    );
  }
}
