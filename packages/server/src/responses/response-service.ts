import type { ChatMessage, ChatPrompt, Engine, EngineRequest } from '@samewire/engine';
import {
  type CompactRequest,
  InputTokensRequest,
  type Response,
  type ResponseRequest,
  type ServedTier,
  type StoredItem,
} from '@samewire/shared-types';
import { createObjectId } from '../engine-to-wire/object-id.ts';
import { toServedTier } from '../engine-to-wire/service-tier.ts';
import { createResponse } from '../engine-to-wire/response-head.ts';
import type { ResponsePiece } from '../engine-to-wire/response-piece.ts';
import { ResponseProgress } from '../engine-to-wire/response-progress.ts';
import type { FileStore } from '../files/file-store.ts';
import type { TypedDocument } from '../state/collection.ts';
import { StateError } from '../state/state-error.ts';
import { notFoundError } from '../errors/state-errors.ts';
import { unknownResponsesModel } from '../errors/standard-errors.ts';
import type { NamedModel, ServedModel } from '../served-model.ts';
import type { SealingKey } from '../state/sealing-key.ts';
import type { Change, StateStore } from '../state/state-store.ts';
import {
  checkResponseRequest,
  requireSomethingToRead,
  toTemplateKwargs,
  toResponseEngineRequest,
} from '../wire-to-engine/response-request.ts';
import { type Grammars, holdCalls } from '../wire-to-engine/grammars.ts';
import { responseFormat } from '../wire-to-engine/output-format.ts';
import type { Asker, QueuePolicy } from '../wire-to-engine/queue-policy.ts';
import {
  type ReasoningPolicy,
  requireBudgetSupport,
  toReasoningWish,
} from '../wire-to-engine/reasoning-policy.ts';
import { refusedFieldCheck } from '../wire-to-engine/refused-fields.ts';
import { withoutMissing } from '../wire-to-engine/sampling-params.ts';
import {
  toOfferedTools,
  toResponseToolFields,
} from '../wire-to-engine/response-tools.ts';
import { requireToolSupport } from '../wire-to-engine/tool-support.ts';
import {
  type ItemReading,
  toResponseMessages,
} from '../wire-to-engine/response-messages.ts';
import { findContext, type ResponseContext } from '../wire-to-state/response-context.ts';
import { toItems } from '../wire-to-state/response-items.ts';
import type {
  PendingResponse,
  ResponseCollections,
  ResponseRecord,
} from '../wire-to-state/response-record.ts';
import type { FittingRequest } from './fit-context.ts';
import type { CompactionOptions } from './compaction.ts';
import { openText } from './sealed-text.ts';
import { findUploadedImages } from './uploaded-images.ts';

const refuseTokenFields = refusedFieldCheck(InputTokensRequest);

/** What says what a model is to read. */
type ReadFields = Pick<CompactRequest, 'input' | 'previous_response_id'> &
  Pick<InputTokensRequest, 'conversation'>;

export interface ResponseServiceOptions {
  readonly engine: Engine;
  readonly model: ServedModel;
  readonly queue: QueuePolicy;
  readonly state: StateStore;
  readonly collections: ResponseCollections;
  readonly sealingKey: SealingKey;
  readonly grammars: Grammars;
  readonly reasoning: ReasoningPolicy;
  readonly files: FileStore;
}

/** A response that is ready to be generated. */
export interface PreparedResponse {
  readonly owner: string;
  readonly body: ResponseRequest;
  readonly progress: ResponseProgress;
  readonly itemId: string;
  readonly input: readonly StoredItem[];
  readonly request: FittingRequest;
  readonly serviceTier: ServedTier;
}

/** Makes responses ready, and stores them. */
export class ResponseService {
  readonly engine: Engine;
  readonly collections: ResponseCollections;
  readonly #options: ResponseServiceOptions;

  constructor(options: ResponseServiceOptions) {
    this.engine = options.engine;
    this.collections = options.collections;
    this.#options = options;
  }

  /**
   * Checks a request and looks up all it refers to.
   *
   * @throws WireError
   */
  async prepare(body: ResponseRequest, asker: Asker): Promise<PreparedResponse> {
    checkResponseRequest(body);
    const { info } = this.#options.model;
    requireToolSupport(toResponseToolFields(body), info);
    requireBudgetSupport(toReasoningWish(body), info);
    const input = toItems(body.input);
    const context = await findContext(this.collections, asker.owner, body, input);
    return this.#prepared(body, asker, context, {
      response: createResponse(
        body,
        this.#named(body).id,
        this.#options.model.defaultSampling,
      ),
      itemId: createObjectId('msg'),
    });
  }

  /**
   * The same for a response that was stored before it began.
   *
   * @throws WireError if what it refers to is not there any more
   */
  async prepareAgain(record: ResponseRecord, owner: string): Promise<PreparedResponse> {
    const { pending, itemId } = record;
    if (pending === null) throw new Error('The response has been answered already.');
    const response: Response = { ...record.response, status: 'queued' };
    const input = await this.#inputOf(owner, response.id);
    const context = await findContext(this.collections, owner, pending.body, input);
    const asker = { owner, isOfBatch: false };
    return this.#prepared(pending.body, asker, context, { response, itemId });
  }

  async #prepared(
    body: ResponseRequest,
    asker: Asker,
    { earlier, input }: ResponseContext,
    { response, itemId }: { response: Response; itemId: string },
  ): Promise<PreparedResponse> {
    const { owner } = asker;
    const place = this.#options.queue.placeFor(asker, body);
    const { grammars, model } = this.#options;
    const { engineFields } = model.withLora(this.#named(body), body.lora);
    const form = await grammars.ofFormat(responseFormat(body));
    const toolGrammars = await grammars.ofTools(toOfferedTools(body.tools));
    const items = [...earlier, ...input];
    const reading = await this.#readingOf({ earlier, input }, owner);
    const request: FittingRequest = {
      items,
      mayTruncate: body.truncation === 'auto',
      toEngineRequest: (kept) => ({
        ...holdCalls(
          this.#toEngineRequest(
            body,
            toResponseMessages(kept, body.instructions, reading),
          ),
          toolGrammars,
        ),
        ...form,
        ...place,
        ...engineFields,
      }),
    };
    // What is wrong with an item is the client's to know before anything begins.
    toResponseMessages(items, body.instructions, reading);
    const progress = new ResponseProgress(response, itemId);
    const serviceTier = toServedTier(place);
    return { owner, body, progress, itemId, input, request, serviceTier };
  }

  /**
   * What a model would read, for counting it.
   *
   * @throws WireError
   */
  async toChat(
    body: InputTokensRequest,
    owner: string,
  ): Promise<Omit<ChatPrompt, 'kind'>> {
    requireSomethingToRead(body);
    refuseTokenFields(body);
    const { items, reading } = await this.#read(body, owner);
    const chat = {
      messages: toResponseMessages(items, body.instructions, reading),
      ...toResponseToolFields(body),
      ...withoutMissing({ templateKwargs: toTemplateKwargs(body) }),
    };
    return this.#options.reasoning.shown(chat, {});
  }

  /**
   * What is to be made short, and how the model is asked to.
   *
   * @throws WireError
   */
  async toCompaction(body: CompactRequest, asker: Asker): Promise<CompactionOptions> {
    requireSomethingToRead(body);
    const { owner } = asker;
    const place = this.#options.queue.placeFor(asker, body);
    const { engineFields } = this.#named(body);
    const { items, reading } = await this.#read(body, owner);
    const key = await this.#options.sealingKey.get();
    return {
      items,
      key,
      owner,
      toEngineRequest: (kept) => ({
        ...this.#toEngineRequest(
          {},
          toResponseMessages(kept, body.instructions, reading),
        ),
        ...place,
        ...engineFields,
      }),
    };
  }

  #toEngineRequest(
    body: Partial<ResponseRequest>,
    messages: readonly ChatMessage[],
  ): EngineRequest {
    const { model, reasoning } = this.#options;
    const { info } = model;
    const request = toResponseEngineRequest(body, messages, info?.contextLength);
    return reasoning.bound(request, toReasoningWish(body), info);
  }

  /** @throws WireError for a name that is not known, or not any more */
  #named({ model }: { readonly model: string }): NamedModel {
    return this.#options.model.requireName(model, unknownResponsesModel);
  }

  async #read(body: ReadFields, owner: string) {
    const input = toItems(body.input ?? []);
    const context = await findContext(this.collections, owner, body, input);
    const items = [...context.earlier, ...context.input];
    return { items, reading: await this.#readingOf(context, owner) };
  }

  async #readingOf(
    { earlier, input }: ResponseContext,
    owner: string,
  ): Promise<ItemReading> {
    const { files, model, sealingKey } = this.#options;
    const key = await sealingKey.get();
    return {
      openCompaction: (sealed) => openText(sealed, key, owner),
      model: model.info,
      images: await findUploadedImages([...earlier, ...input], owner, files),
      places: new Map(input.map((item, index) => [item, `input[${index}]`])),
    };
  }

  /** Stores a response before it begins, so that a restart finds it. */
  async storeQueued(prepared: PreparedResponse): Promise<void> {
    const pending = { body: prepared.body, numStarts: 0, isTold: false };
    const record = toRecord(prepared, [], pending);
    await this.#options.state.write(
      this.collections.insertResponse({ owner: prepared.owner, record }, prepared.input),
    );
  }

  /** Stores that a response has begun, and whether text of it has been told. */
  async storeStarted(
    prepared: PreparedResponse,
    { numStarts, isTold }: Omit<PendingResponse, 'body'>,
  ): Promise<void> {
    const { body } = prepared;
    const record = toRecord(prepared, [], { body, numStarts, isTold });
    await this.#options.state.write([
      this.collections.updateResponse({ owner: prepared.owner, record }),
    ]);
  }

  /** Whether an unfinished response is now this server's, because the one it was of is gone. */
  async takeOver(document: TypedDocument<ResponseRecord>): Promise<boolean> {
    const { state } = this.#options;
    if (await state.isAlive(document.labels['server'] ?? '')) return false;
    try {
      await state.write([this.collections.takeOver(document)]);
      return true;
    } catch (error) {
      if (error instanceof StateError && error.code === 'not-found') return false;
      throw error;
    }
  }

  /** Stores that a response has ended before anybody could work on it. */
  async storeFailed(owner: string, record: ResponseRecord): Promise<void> {
    await this.#options.state.write([
      this.collections.updateResponse({ owner, record: { ...record, pending: null } }),
    ]);
  }

  /**
   * Stores a response as it ended, and puts its items behind those of its conversation; all
   * of it or nothing.
   */
  async storeEnd(
    prepared: PreparedResponse,
    pieces: readonly ResponsePiece[],
  ): Promise<void> {
    const { owner, input, progress, body } = prepared;
    const { response } = progress;
    const changes: Change[] = [];
    if (response.store) {
      const record = toRecord(prepared, pieces, null);
      if (response.background)
        changes.push(this.collections.updateResponse({ owner, record }));
      else changes.push(...this.collections.insertResponse({ owner, record }, input));
      changes.push(...this.collections.insertOutput(owner, response));
    }
    const { conversation } = response;
    const hasAnswer = response.status === 'completed' || response.status === 'incomplete';
    if (conversation !== undefined && hasAnswer)
      changes.push(
        ...this.collections.appendToConversation(owner, conversation.id, [
          ...input,
          ...response.output,
        ]),
      );
    if (changes.length === 0) return;
    try {
      await this.#options.state.write(changes);
    } catch (error) {
      if (
        error instanceof StateError &&
        error.id === conversation?.id &&
        body.conversation
      )
        throw notFoundError('Conversation', error.id ?? '');
      throw error;
    }
  }

  async #inputOf(owner: string, responseId: string): Promise<StoredItem[]> {
    const { documents } = await this.collections.items.list({
      owner,
      parent: responseId,
      labels: { side: 'input' },
      order: 'asc',
      limit: Number.MAX_SAFE_INTEGER - 1,
    });
    return documents.map(({ content }) => content);
  }
}

function toRecord(
  { progress, itemId, body }: PreparedResponse,
  pieces: readonly ResponsePiece[],
  pending: PendingResponse | null,
): ResponseRecord {
  return {
    response: progress.response,
    itemId,
    pieces,
    serviceTier: body.service_tier ?? 'auto',
    pending,
  };
}
