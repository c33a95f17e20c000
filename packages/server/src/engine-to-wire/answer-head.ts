import { randomLetters } from '../random-text.ts';

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

/** A fresh head with an id of its own. */
export function createAnswerHead(
  kind: AnswerKind,
  model: { readonly id: string; readonly fingerprint: string },
): AnswerHead {
  return {
    id: createAnswerId(`${kind}-`, 29),
    created: Math.floor(Date.now() / 1000),
    model: model.id,
    fingerprint: model.fingerprint,
  };
}

/** A fresh id: the prefix and that many random letters and digits. */
export function createAnswerId(prefix: string, length: number): string {
  return prefix + randomLetters(length);
}
