import type { SeedObject, SeedOf } from '@samewire/shared-types';
import { BatchStore } from '../batches/batch-store.ts';
import type { FileStore } from '../files/file-store.ts';
import type { ServedModel } from '../served-model.ts';
import type { Change, StateStore } from '../state/state-store.ts';
import type { UploadStore } from '../uploads/upload-store.ts';
import { newConversationItems } from '../wire-to-state/conversation-items.ts';
import { chatCompletionsIn } from '../wire-to-state/stored-chat-completion.ts';
import { ResponseCollections } from '../wire-to-state/response-record.ts';
import { toSeedBatch } from './seed-batch.ts';
import { toSeedChatCompletion } from './seed-chat-completion.ts';
import { toSeedResponse } from './seed-response.ts';

export interface SeedsOptions {
  readonly state: StateStore;
  readonly files: FileStore;
  readonly uploads: UploadStore;
  readonly model: ServedModel;
  /** Whose they are. */
  readonly owner: string;
}

/** Objects with ids of the operator's choice, for tests of clients that ask for them. */
export class Seeds {
  readonly #seeds: readonly SeedObject[];
  readonly #options: SeedsOptions;
  readonly #collections: ResponseCollections;

  constructor(seeds: readonly SeedObject[], options: SeedsOptions) {
    this.#seeds = seeds;
    this.#options = options;
    // What is to be there from the start does not expire.
    this.#collections = new ResponseCollections(options.state, 0);
  }

  /** Puts every one in its place again, whatever has become of it. Answers how many. */
  async restore(): Promise<number> {
    const { state, model } = this.#options;
    const names = this.#seeds.filter(({ object }) => object === 'model');
    model.setOtherNames(names.map(({ id }) => id));
    for (const seed of this.#seeds) {
      const changes = await this.#changesFor(seed);
      if (changes.length > 0) await state.write(changes);
    }
    return this.#seeds.length;
  }

  async #changesFor(seed: SeedObject): Promise<Change[]> {
    const { state, files, uploads, model, owner } = this.#options;
    switch (seed.object) {
      case 'model':
        return [];
      case 'chat.completion':
        return chatCompletionsIn(state).replace(toSeedChatCompletion(seed, model, owner));
      case 'response':
        return this.#response(seed);
      case 'conversation':
        return this.#conversation(seed);
      case 'file':
        return files.replace(owner, seed);
      case 'upload':
        return uploads.replace(owner, seed);
      case 'batch':
        return new BatchStore(state).replace(owner, toSeedBatch(seed));
    }
  }

  async #response(seed: SeedOf<'response'>): Promise<Change[]> {
    const { model, owner } = this.#options;
    const { record, input } = toSeedResponse(seed, model);
    return [
      ...(await this.#collections.responses.removal({ owner, id: seed.id })),
      ...this.#collections.insertResponse({ owner, record }, input),
      ...this.#collections.insertOutput(owner, record.response),
    ];
  }

  async #conversation({
    id,
    items,
    metadata,
  }: SeedOf<'conversation'>): Promise<Change[]> {
    const { owner } = this.#options;
    const { conversations } = this.#collections;
    const given = await newConversationItems(
      this.#collections,
      owner,
      undefined,
      items ?? [],
    );
    return [
      ...(await conversations.replace({
        id,
        owner,
        metadata: metadata ?? {},
        content: null,
      })),
      ...this.#collections.appendToConversation(owner, id, given),
    ];
  }
}
