import { splitWords } from './word-tokenizer.ts';

/** One thing an answer of the fake engine says, in the order in which it says them. */
export type FakePart = string | { readonly reasoning: string } | FakeCall;

interface FakeCall {
  readonly call: string;
  /** As a model that gives its calls ids. */
  readonly id?: string;
  /** JSON, as text or to be made text of. */
  readonly arguments: unknown;
}

/** A text cut into words, or parts; strings among these are sent as they are. */
export type FakeReply = string | readonly FakePart[];

/** What one token of the fake engine adds. */
export type FakePiece =
  | { readonly type: 'text-delta' | 'reasoning-delta'; readonly text: string }
  | {
      readonly type: 'tool-call-delta';
      readonly call: number;
      readonly name?: string;
      readonly id?: string;
      readonly arguments: string;
    };

export function toPieces(reply: FakeReply): FakePiece[] {
  if (typeof reply === 'string') return splitWords(reply).map(toText);
  const pieces: FakePiece[] = [];
  let numCalls = 0;
  for (const part of reply) {
    if (typeof part === 'string') pieces.push(toText(part));
    else if ('reasoning' in part)
      pieces.push(...splitWords(part.reasoning).map(toReasoning));
    else pieces.push(...toCall(part, numCalls++));
  }
  return pieces;
}

function toCall(part: FakeCall, call: number): FakePiece[] {
  const json =
    typeof part.arguments === 'string'
      ? part.arguments
      : JSON.stringify(part.arguments ?? {});
  const head = { name: part.call, ...(part.id === undefined ? {} : { id: part.id }) };
  const first: FakePiece = { type: 'tool-call-delta', call, ...head, arguments: '' };
  const rest = splitWords(json).map((fragment) => toFragment(call, fragment));
  return [first, ...rest];
}

function toReasoning(text: string): FakePiece {
  return { type: 'reasoning-delta', text };
}

function toFragment(call: number, fragment: string): FakePiece {
  return { type: 'tool-call-delta', call, arguments: fragment };
}

function toText(text: string): FakePiece {
  return { type: 'text-delta', text };
}
