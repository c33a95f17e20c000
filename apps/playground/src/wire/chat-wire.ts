import type { ChatCompletionRequest } from '@samewire/shared-types';

/** The part of the chat wire that this page sends and reads. */

export type WireMessage = TextMessage | CallingMessage | ResultMessage;

interface TextMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What the model said and which tools it called. */
interface CallingMessage {
  readonly role: 'assistant';
  readonly content: string | null;
  readonly tool_calls: WireToolCall[];
}

/** What a tool gave back. */
interface ResultMessage {
  readonly role: 'tool';
  readonly tool_call_id: string;
  readonly content: string;
}

export interface WireToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

/** As they were written: what is wrong with them is for the server to say. */
export type WireTools = NonNullable<ChatCompletionRequest['tools']>;
export type WireFormat = NonNullable<ChatCompletionRequest['response_format']>;

export interface ChatRequest extends ParameterValues {
  readonly model: string;
  readonly messages: WireMessage[];
  readonly stream: true;
  readonly stream_options: { readonly include_usage: true };
  readonly stop?: string[];
  readonly logprobs?: true;
  readonly tools?: WireTools;
  readonly response_format?: WireFormat;
}

/** The numbers a user may set, by their names on the wire. */
export type ParameterName = keyof Pick<
  ChatCompletionRequest,
  | 'temperature'
  | 'top_p'
  | 'top_k'
  | 'min_p'
  | 'max_completion_tokens'
  | 'seed'
  | 'frequency_penalty'
  | 'presence_penalty'
  | 'repetition_penalty'
  | 'top_logprobs'
>;

/** A number left out leaves the choice to the server. */
export type ParameterValues = { readonly [name in ParameterName]?: number };

export interface TokenProbability {
  readonly token: string;
  readonly logprob: number;
  /** The token's own bytes, which may be part of a character. */
  readonly bytes?: readonly number[] | null;
}

export interface TokenLogprob extends TokenProbability {
  readonly top_logprobs?: readonly TokenProbability[];
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
}

/**
 * What a chunk may carry. Looser than the wire's own type, for the page is to show what
 * any server sends, right or wrong.
 */
export interface ChatChunk {
  readonly model?: string;
  readonly choices?: readonly {
    readonly index?: number;
    readonly delta?: {
      readonly role?: string;
      readonly content?: string | null;
      readonly reasoning_content?: string | null;
      readonly tool_calls?: readonly ToolCallDelta[] | null;
    };
    readonly logprobs?: { readonly content?: readonly TokenLogprob[] | null } | null;
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: Usage | null;
  readonly error?: WireError;
}

/** A part of a call: the first names it, the others carry on its arguments. */
export interface ToolCallDelta {
  readonly index?: number;
  readonly id?: string;
  readonly function?: { readonly name?: string; readonly arguments?: string };
}

export interface WireError {
  readonly message?: string;
  readonly type?: string | null;
  readonly param?: string | null;
  readonly code?: string | number | null;
}
