import type { Duplex } from 'node:stream';
import { deserialize, serialize } from 'node:v8';
import type { CachedSequence, EngineStats, ModelInfo } from '../engine.ts';
import {
  EngineError,
  type EngineErrorCode,
  type EngineErrorDetails,
} from '../engine-error.ts';
import type { EmbeddingRequest } from '../embedding-request.ts';
import type { AdapterFile, EngineOptions } from '../engine-options.ts';
import type { ChatPrompt, EngineRequest } from '../engine-request.ts';
import type { Acceptance } from '../request-streams.ts';
import { writeFrame } from './frames.ts';

/** The calls that are answered once, with what each answers. */
export interface Calls {
  tokenize: (text: string, addSpecial: boolean, parseSpecial: boolean) => Int32Array;
  detokenize: (tokens: Int32Array) => string;
  renderChat: (chat: Omit<ChatPrompt, 'kind'>) => string;
  stats: () => EngineStats;
  cachedSequences: () => readonly CachedSequence[];
  /** Answers when everything is saved. */
  saveCache: () => void;
  dropCache: () => number;
  tokenizeChat: (chat: Omit<ChatPrompt, 'kind'>) => Int32Array;
  /** Queues a request under the call's id. */
  submit: (request: EngineRequest) => Acceptance;
  /** The same for embeddings; answers the number of tokens of each input. */
  embed: (request: EmbeddingRequest) => number[];
  addAdapter: (adapter: AdapterFile) => void;
  removeAdapter: (name: string) => boolean;
}

export type CallName = keyof Calls;

/** From the server's process to the engine's. The first message is `load`. */
export type ToEngine =
  | { readonly kind: 'load'; readonly options: EngineOptions }
  | { [Name in CallName]: CallMessage<Name> }[CallName]
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'set-parked'; readonly id: number; readonly parked: boolean }
  | { readonly kind: 'close' };

export interface CallMessage<Name extends CallName> {
  readonly kind: 'call';
  readonly id: number;
  readonly name: Name;
  readonly args: Parameters<Calls[Name]>;
}

/** From the engine's process to the server's, besides event blocks. */
export type FromEngine =
  | { readonly kind: 'loading'; readonly progress: number }
  | { readonly kind: 'ready'; readonly model: ModelInfo }
  | { readonly kind: 'load-failed'; readonly error: PlainError }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: PlainError };

/** An `EngineError` as data. */
export interface PlainError {
  readonly code: EngineErrorCode;
  readonly message: string;
  readonly details: EngineErrorDetails;
}

export function toPlainError(error: unknown): PlainError {
  if (EngineError.isInstance(error)) {
    return { code: error.code, message: error.message, details: error.details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'invalid-params', message, details: {} };
}

export function fromPlainError({ code, message, details }: PlainError): EngineError {
  return new EngineError(code, message, details);
}

export function sendMessage(stream: Duplex, message: ToEngine | FromEngine): void {
  writeFrame(stream, serialize(message));
}

/** The payload of a frame; its type is what the other end, which is ours, has sent. */
export function parseMessage(payload: Buffer): unknown {
  return deserialize(payload);
}
