import type { FastifyBaseLogger } from 'fastify';
import { Collection } from '../state/collection.ts';
import type { StateStore } from '../state/state-store.ts';

/** An answer, to be given again. */
export interface KeptAnswer {
  /** Digest of the request it answers. */
  readonly fingerprint: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Whose answer, and to which key on which path. */
export interface AnswerKey {
  readonly owner: string;
  readonly id: string;
}

const lifetimeSeconds = 86_400;
const maxLength = 4 * 1024 * 1024;

/** Answers by the keys of their requests, for a day; also over a restart. */
export class KeptAnswers {
  readonly #state: StateStore;
  readonly #answers: Collection<KeptAnswer>;
  readonly #log: FastifyBaseLogger;
  /** Requests at work, and what ends with each. */
  readonly #working = new Map<string, Promise<void>>();

  constructor(state: StateStore, log: FastifyBaseLogger) {
    this.#state = state;
    this.#answers = new Collection<KeptAnswer>(state, 'kept-answers');
    this.#log = log;
  }

  /**
   * The answer to an earlier request of that key, once there is one. Without one the request
   * is the caller's to work on, until the promise resolves that it gives.
   */
  async find(key: AnswerKey, worked: Promise<void>): Promise<KeptAnswer | undefined> {
    const name = `${key.owner} ${key.id}`;
    for (;;) {
      const others = this.#working.get(name);
      if (others === undefined) break;
      await others;
    }
    // Before anything is awaited, so that of several that waited only one goes on.
    this.#working.set(name, worked);
    void worked.then(() => this.#working.delete(name));
    return (await this.#answers.get(key))?.content;
  }

  /** An answer that cannot be kept is given all the same. */
  async keep({ owner, id }: AnswerKey, answer: KeptAnswer): Promise<void> {
    if (answer.body.length > maxLength) return;
    const expiresAt = Math.floor(Date.now() / 1000) + lifetimeSeconds;
    try {
      await this.#state.write([
        this.#answers.insert({ owner, id, expiresAt, content: answer }),
      ]);
    } catch (error) {
      this.#log.warn({ err: error }, 'an answer could not be kept for its key');
    }
  }
}
