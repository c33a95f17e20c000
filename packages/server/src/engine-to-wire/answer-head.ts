import { randomBytes } from 'node:crypto';

/** What all chunks of an answer have in common. */
export interface AnswerHead {
  readonly id: string;
  /** Unix time in seconds. */
  readonly created: number;
  readonly model: string;
  /** Changes whenever the same request could get another answer from this server. */
  readonly fingerprint: string;
}

export type AnswerKind = 'chatcmpl' | 'cmpl';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A fresh head with an id of its own. */
export function createAnswerHead(
  kind: AnswerKind,
  model: { readonly id: string; readonly fingerprint: string },
): AnswerHead {
  const id = Array.from(randomBytes(29), (byte) => alphabet[byte % alphabet.length]);
  return {
    id: `${kind}-${id.join('')}`,
    created: Math.floor(Date.now() / 1000),
    model: model.id,
    fingerprint: model.fingerprint,
  };
}
