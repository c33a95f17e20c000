// Ties between our types and those of Anthropic's client. The compiler does the testing.

import type Anthropic from '@anthropic-ai/sdk';
import type {
  CountTokensRequest,
  Message,
  MessagesRequest,
} from '@samewire/shared-types';
import { describe, expectTypeOf, test } from 'vitest';

type Missing<Ours, Theirs> = Exclude<keyof Theirs, keyof Ours>;

/**
 * Waivers, by name: fields the client declares and the recorded answers of the API do not
 * have.
 */
type WaivedMessageFields = 'container' | 'diagnostics' | 'stop_details';
type WaivedUsageFields =
  | 'inference_geo'
  | 'output_tokens_details'
  | 'server_tool_use'
  | 'speed';
type WaivedTextBlockFields = 'citations';
/** Who called a tool: here it is always the model itself. */
type WaivedToolUseFields = 'caller';

describe('what we send fits what the client promises', () => {
  test('as a message', () => {
    expectTypeOf<Omit<Message, 'content' | 'usage'>>().toExtend<
      Omit<Anthropic.Message, 'content' | 'usage' | WaivedMessageFields>
    >();
    expectTypeOf<Message['usage']>().toExtend<Omit<Anthropic.Usage, WaivedUsageFields>>();
    type Block<Type> = Extract<Message['content'][number], { type: Type }>;
    expectTypeOf<Block<'text'>>().toExtend<
      Omit<Anthropic.TextBlock, WaivedTextBlockFields>
    >();
    expectTypeOf<Block<'thinking'>>().toExtend<Anthropic.ThinkingBlock>();
    expectTypeOf<Block<'tool_use'>>().toExtend<
      Omit<Anthropic.ToolUseBlock, WaivedToolUseFields>
    >();
  });
});

describe('what the client can send', () => {
  test('has no field that we do not know', () => {
    expectTypeOf<Missing<MessagesRequest, Anthropic.MessageCreateParams>>().toBeNever();
    expectTypeOf<
      Missing<CountTokensRequest, Anthropic.MessageCountTokensParams>
    >().toBeNever();
  });

  test('may be an answer of ours, sent back with the conversation', () => {
    expectTypeOf<{ role: 'assistant'; content: Message['content'] }>().toExtend<
      MessagesRequest['messages'][number]
    >();
  });
});
