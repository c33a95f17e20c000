import type {
  EngineEvent,
  FinishEvent,
  FinishReason,
  TokenLogprob,
} from '../engine-event.ts';
import type { EngineRequest } from '../engine-request.ts';
import type { FakePiece } from './fake-reply.ts';
import { findStop, heldBack } from './stop-texts.ts';
import type { WordTokenizer } from './word-tokenizer.ts';

const noStops: readonly string[] = [];

/** One choice of the fake engine while it is said: pieces go in, events come out. */
export class FakeAnswer {
  readonly #request: EngineRequest;
  readonly #choice: number;
  readonly #pieces: readonly FakePiece[];
  readonly #numAllowed: number;
  readonly #tokenizer: WordTokenizer;
  #numSaid = 0;
  #text = '';
  #numSent = 0;
  #hasEnded = false;

  constructor(
    request: EngineRequest,
    choice: number,
    pieces: readonly FakePiece[],
    tokenizer: WordTokenizer,
  ) {
    this.#request = request;
    this.#choice = choice;
    this.#pieces = pieces;
    this.#numAllowed = Math.min(request.maxTokens ?? pieces.length, pieces.length);
    this.#tokenizer = tokenizer;
  }

  get numSaid(): number {
    return this.#numSaid;
  }

  /** Whether there is another piece to say. */
  get goesOn(): boolean {
    return !this.#hasEnded && this.#numSaid < this.#numAllowed;
  }

  /** The events of the next piece: a text may have to wait for what follows it, or end here. */
  sayNext(): EngineEvent[] {
    const piece = this.#pieces[this.#numSaid];
    if (piece === undefined) return [];
    this.#numSaid += 1;
    if (piece.type !== 'text-delta') return [{ ...piece, choice: this.#choice }];
    this.#text += piece.text;
    const { stop: stops = noStops } = this.#request;
    const stop = findStop(this.#text, stops);
    const end = stop?.at ?? this.#text.length - heldBack(this.#text, stops);
    const events = this.#sendUpTo(end);
    if (stop !== undefined)
      events.push({ ...this.#finish('stop-sequence'), stopSequence: stop.text });
    return events;
  }

  cancel(): EngineEvent[] {
    return [this.#finish('cancelled')];
  }

  /** What is left once there is no other piece: nothing, if it has ended before. */
  sayRest(): EngineEvent[] {
    if (this.#hasEnded) return [];
    const isCut = this.#numAllowed < this.#pieces.length;
    const rest = this.#sendUpTo(this.#text.length);
    rest.push(this.#finish(isCut ? 'length' : 'stop-token'));
    return rest;
  }

  /** A piece is a token; a stop token is one more. */
  #finish(reason: FinishReason): FinishEvent {
    this.#hasEnded = true;
    const said = this.#pieces.slice(0, this.#numSaid);
    const finish: FinishEvent = {
      type: 'finish',
      choice: this.#choice,
      reason,
      numGeneratedTokens: said.length + (reason === 'stop-token' ? 1 : 0),
      numReasoningTokens: said.filter(({ type }) => type === 'reasoning-delta').length,
      numCachedTokens: 0,
      timings: { queueMs: 0, prefillMs: 0, decodeMs: 0 },
    };
    const { prediction } = this.#request;
    if (prediction === undefined) return finish;
    return { ...finish, prediction: this.#compare(prediction, said) };
  }

  /** Of what was predicted, the words count that the answer begins with. */
  #compare(prediction: string, said: readonly FakePiece[]) {
    const text = said.map((piece) => ('text' in piece ? piece.text : '')).join('');
    const words = this.#tokenizer.encode(text);
    const predicted = this.#tokenizer.encode(prediction);
    const end = predicted.findIndex((word, index) => word !== words[index]);
    const numFound = end === -1 ? predicted.length : end;
    return { numFound, numMissed: predicted.length - numFound };
  }

  #sendUpTo(end: number): EngineEvent[] {
    if (end <= this.#numSent) return [];
    const text = this.#text.slice(this.#numSent, end);
    this.#numSent = end;
    return [this.#textDelta(text)];
  }

  #textDelta(text: string): EngineEvent {
    const { numLogprobs } = this.#request;
    const choice = this.#choice;
    if (numLogprobs === undefined) return { type: 'text-delta', choice, text };
    const [token = 0] = this.#tokenizer.encode(text);
    const chosen = { token, bytes: new TextEncoder().encode(text), logprob: -0.25 };
    const logprob: TokenLogprob = {
      ...chosen,
      top: Array.from({ length: numLogprobs }, () => chosen),
    };
    return { type: 'text-delta', choice, text, logprobs: [logprob] };
  }
}
