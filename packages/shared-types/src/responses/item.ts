import { type Static, Type } from 'typebox';
import { oneOf, taggedUnion } from '../schema/shapes.ts';
import type {
  CompactionItem,
  CustomToolCall,
  CustomToolCallOutput,
  FunctionCall,
  FunctionCallOutput,
  InputMessage,
  ReasoningItem,
} from './input-item.ts';

const probability = { token: Type.String(), logprob: Type.Number() };
const probabilityWithBytes = {
  token: Type.String(),
  bytes: Type.Array(Type.Integer()),
  logprob: Type.Number(),
};

/** Log probabilities as they stand in a part; in events they come without bytes. */
export const PartLogprob = Type.Object({
  ...probabilityWithBytes,
  top_logprobs: Type.Array(Type.Object(probabilityWithBytes)),
});

export const EventLogprob = Type.Object({
  ...probability,
  top_logprobs: Type.Array(Type.Object(probability)),
});

export const OutputTextPart = Type.Object({
  type: Type.Literal('output_text'),
  annotations: Type.Array(Type.Never(), { maxItems: 0 }),
  logprobs: Type.Array(PartLogprob),
  text: Type.String(),
});

/** What the model says. */
export const OutputMessage = Type.Object({
  id: Type.String(),
  type: Type.Literal('message'),
  status: oneOf('in_progress', 'completed', 'incomplete'),
  content: Type.Array(OutputTextPart),
  role: Type.Literal('assistant'),
});

const itemStatus = oneOf('in_progress', 'completed', 'incomplete');

export const ReasoningTextPart = Type.Object({
  type: Type.Literal('reasoning_text'),
  text: Type.String(),
});

/** What the model thinks, as it wrote it: there is no summary. */
const OutputReasoning = Type.Object({
  id: Type.String(),
  type: Type.Literal('reasoning'),
  summary: Type.Array(Type.Never(), { maxItems: 0 }),
  content: Type.Array(ReasoningTextPart),
  status: itemStatus,
});

const OutputFunctionCall = Type.Object({
  id: Type.String(),
  type: Type.Literal('function_call'),
  status: itemStatus,
  arguments: Type.String(),
  call_id: Type.String(),
  name: Type.String(),
});

const OutputCustomToolCall = Type.Object({
  id: Type.String(),
  type: Type.Literal('custom_tool_call'),
  status: itemStatus,
  call_id: Type.String(),
  input: Type.String(),
  name: Type.String(),
});

/** One thing that a response says or does. */
export const OutputItem = taggedUnion('type', [
  OutputMessage,
  OutputReasoning,
  OutputFunctionCall,
  OutputCustomToolCall,
]);

/** The summary that takes the place of what came before; only this server can read it. */
export const OutputCompaction = Type.Object({
  id: Type.String(),
  type: Type.Literal('compaction'),
  encrypted_content: Type.String(),
});

/** An item as it is stored and listed: like that of a request, with id and status. */
export const StoredItem = Type.Unsafe<StoredItem>({
  type: 'object',
  required: ['id', 'type'],
  properties: { id: { type: 'string' }, type: { type: 'string' } },
});

type Identified<T> = Omit<T, 'id' | 'status'> & {
  id: string;
  status: 'in_progress' | 'completed' | 'incomplete';
};

export interface StoredMessage {
  id: string;
  type: 'message';
  status: 'in_progress' | 'completed' | 'incomplete';
  role: InputMessage['role'];
  content: Exclude<InputMessage['content'], string>;
  phase?: 'commentary' | 'final_answer' | null;
}

export type StoredItem =
  | StoredMessage
  | Identified<FunctionCall>
  | Identified<FunctionCallOutput>
  | Identified<CustomToolCall>
  | Identified<CustomToolCallOutput>
  | (Omit<ReasoningItem, 'id'> & { id: string })
  | (Omit<CompactionItem, 'id'> & { id: string });

export type PartLogprob = Static<typeof PartLogprob>;
export type EventLogprob = Static<typeof EventLogprob>;
export type OutputTextPart = Static<typeof OutputTextPart>;
export type ReasoningTextPart = Static<typeof ReasoningTextPart>;
export type OutputItem = Static<typeof OutputItem>;
export type OutputMessage = Static<typeof OutputMessage>;
export type OutputCompaction = Static<typeof OutputCompaction>;
