import type { CachedSequence, EngineStats, ModelInfo } from '../engine.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { SamplingParams } from '../engine-request.ts';

/**
 * The types of the addon, kept in step by hand with native/binding: this file is its only
 * description, and native-engine.ts its only user. Failures are thrown as errors with `code` and
 * `details` (native-error.ts).
 */
export interface NativeBinding {
  /**
   * Starts loading a model on Node's thread pool.
   *
   * @param to gets event blocks (decode-events.ts) while requests run
   */
  load(options: EngineOptions, to: BlockReceiver): NativeLoad;
}

/** A callback, or a socket that gets each block in a frame (process/frames.ts), past this thread. */
export type BlockReceiver = ((block: Buffer) => void) | number;

export interface NativeLoad {
  readonly engine: Promise<NativeEngine>;
  /** Loaded fraction, 0 to 1. */
  progress(): number;
  /** Makes `engine` reject soon, if it has not resolved yet. */
  cancel(): void;
}

export interface NativeEngine {
  info(): Omit<ModelInfo, 'chatTemplate' | 'takesGrammars'> & {
    readonly chatTemplate: string;
  };
  /** Checks and queues a request under an id that no open request has. */
  submit(id: number, request: NativeRequest): void;
  /** The same for embeddings. */
  embed(id: number, request: NativeEmbeddingRequest): void;
  cancel(id: number): void;
  setParked(id: number, parked: boolean): void;
  tokenize(text: string, addSpecial: boolean, parseSpecial: boolean): Promise<Int32Array>;
  /** Several at once, with begin and end tokens, special tokens recognised. */
  tokenizeTexts(texts: readonly string[]): Promise<Int32Array[]>;
  /** What a model that ranks reads for each document. */
  tokenizePairs(query: string, documents: readonly string[]): Promise<Int32Array[]>;
  addAdapter(name: string, path: string): Promise<void>;
  removeAdapter(name: string): boolean;
  tokenizeInfill(infill: NativeInfill): Promise<Int32Array>;
  /** Renders a conversation, tokenises it as a prompt, and encodes its media. */
  tokenizeChat(chat: NativeChat): Promise<NativePrompt>;
  detokenize(tokens: Int32Array): Promise<string>;
  renderChat(chat: NativeChat): Promise<string>;
  /** Compiles a grammar on Node's thread pool; the last ones are kept. */
  compileGrammar(gbnf: string): Promise<NativeGrammar>;
  /** Whether a grammar lets a text of these tokens be written and end: for tests of grammars. */
  fitsGrammar(gbnf: string, tokens: Int32Array): Promise<boolean>;
  stats(): EngineStats;
  /** Sequences that stand in KV cells, last used first. */
  listCache(): Promise<readonly CachedSequence[]>;
  /**
   * Goes on putting everything that is kept on disk, for some milliseconds. Resolves to whether it is
   * done; otherwise it is to be called again soon, and in between the loop lets streams run on.
   * Rejects with `unsupported` where there is no such tier.
   */
  saveCache(): Promise<boolean>;
  /**
   * Gives up everything that no running request uses, in cells, RAM and on disk. Resolves to the
   * number of sequences in cells given up.
   */
  dropCache(): Promise<number>;
  /** Lets open requests hold the process open, or not any more. */
  ref(): void;
  unref(): void;
  /** Resolves when the loop has ended and the model is freed. Safe to repeat. */
  close(): Promise<void>;
}

/** How to read the answer to a chat: made by the addon and handed back to it, unread. */
type NativeAnswerForm = { readonly brand: unique symbol };
interface NativeEmbeddingRequest {
  readonly inputs: readonly Int32Array[];
  readonly priority?: number;
  readonly tenant?: string;
  readonly tenantWeight?: number;
}

interface NativeChatTool {
  readonly name: string;
  readonly description: string;
  /** JSON text. */
  readonly parameters: string;
  /** In GBNF. */
  readonly argumentsGrammar?: string;
  readonly isAllowed?: boolean;
}

export interface NativeInfill {
  readonly prefix?: string;
  readonly prefixTokens?: Int32Array;
  readonly prefixEnd?: string;
  readonly suffix: string;
  readonly files?: readonly { readonly name: string; readonly text: string }[];
  readonly maxTokens?: number;
  readonly maxFileTokens?: number;
}

/** A compiled grammar: an external value, freed when JS lets go of it. */
export interface NativeGrammar {
  readonly isNativeGrammar: never;
}

/** The media of a prompt, encoded: made by the addon and handed back to it, unread. */
type NativeMedia = { readonly brand: unique symbol };

export interface NativePrompt {
  readonly tokens: Int32Array;
  readonly media?: NativeMedia;
  /** Those of the tokens that stand for recordings; left out: none. */
  readonly numAudioTokens?: number;
  readonly answerForm?: NativeAnswerForm;
  /** Places where later conversations are likely to branch off (core/model/chat-prompt.h). */
  readonly branchPoints: readonly number[];
}

export interface NativeRequest {
  readonly prompt: Int32Array;
  readonly media?: NativeMedia;
  readonly branchPoints: readonly number[];
  readonly answerForm?: NativeAnswerForm;
  readonly numChoices?: number;
  readonly maxTokens?: number;
  readonly prediction?: Int32Array;
  readonly numLogprobs?: number;
  readonly stop?: readonly string[];
  readonly grammar?: NativeGrammar;
  /** In tokens. */
  readonly reasoningBudget?: number;
  readonly sampling: NativeSampling;
  readonly priority?: number;
  readonly tenant?: string;
  readonly tenantWeight?: number;
  readonly cacheScope?: string;
  readonly firstTokenDeadlineMs?: number;
  readonly adapters?: readonly { readonly name: string; readonly scale?: number }[];
}

export interface NativeSampling extends Omit<SamplingParams, 'logitBias'> {
  /** An unsigned 32-bit integer. */
  readonly seed?: number;
  readonly logitBias?: readonly { readonly token: number; readonly bias: number }[];
}

export interface NativeChat {
  readonly messages: readonly NativeChatMessage[];
  readonly tools?: readonly NativeChatTool[];
  readonly toolChoice?: 'auto' | 'none' | 'required';
  readonly parallelToolCalls?: boolean;
  readonly separatesReasoning?: boolean;
  /** Written where a budget ends the reasoning, in front of its end. */
  readonly reasoningMessage?: string;
  /** In GBNF. */
  readonly contentGrammar?: string;
  /** Values are JSON text. */
  readonly templateKwargs?: Readonly<Record<string, string>>;
}

export interface NativeChatMessage {
  readonly role: string;
  readonly content?: string;
  /** In place of the content. */
  readonly parts?: readonly NativeChatPart[];
  readonly reasoning?: string;
  readonly toolCalls?: readonly { id: string; name: string; arguments: string }[];
  readonly toolCallId?: string;
  readonly toolName?: string;
}

/** Text, or a file. */
export type NativeChatPart =
  | { readonly text: string }
  | {
      readonly type: 'image' | 'audio';
      readonly data: Uint8Array;
      readonly name?: string;
    };
