import { EngineError } from '@samewire/engine';
import { Response } from '@samewire/shared-types';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import {
  createResponse,
  faultOf,
  responseRequest,
} from '../support/response-requests.ts';
import { createTestServer } from '../support/test-server.ts';

const isResponse = new Ajv({ strict: false, discriminator: true }).compile(Response);
const { server, engine } = await createTestServer({
  engine: { reply: () => 'Hi there' },
});

function turn(text: string) {
  return { role: 'user', content: `${text} two three four` };
}

/** What the engine was asked last. */
function lastMessages() {
  const prompt = engine.requests.at(-1)?.prompt;
  return prompt?.kind === 'chat' ? prompt.messages : [];
}

describe('a response', () => {
  test('has the form of the wire and says what was asked for', async () => {
    const response = await createResponse(server, {
      instructions: 'Be kind.',
      max_output_tokens: 32,
      metadata: { a: 'b' },
      temperature: 0.5,
      reasoning: { effort: 'low' },
      user: 'somebody',
    });
    expect(isResponse(response)).toBe(true);
    expect(response).toMatchObject({
      status: 'completed',
      instructions: 'Be kind.',
      max_output_tokens: 32,
      metadata: { a: 'b' },
      temperature: 0.5,
      reasoning: { effort: 'low', summary: null },
      service_tier: 'default',
      store: true,
      user: 'somebody',
      output: [
        {
          type: 'message',
          role: 'assistant',
          status: 'completed',
          content: [
            { type: 'output_text', text: 'Hi there', annotations: [], logprobs: [] },
          ],
        },
      ],
      usage: { input_tokens: 6, output_tokens: 3, total_tokens: 9 },
    });
    expect(response.id).toMatch(/^resp_[0-9a-f]{50}$/);
    expect(response.output[0]?.id).toMatch(/^msg_[0-9a-f]{50}$/);
    expect(response.completed_at).toBeGreaterThanOrEqual(response.created_at);
  });

  test('is incomplete where the token limit ends it', async () => {
    const reply = Array.from({ length: 20 }, () => 'word ');
    const { server: talkative } = await createTestServer({
      engine: { reply: () => reply },
    });
    expect(await createResponse(talkative, { max_output_tokens: 16 })).toMatchObject({
      status: 'incomplete',
      completed_at: null,
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ status: 'incomplete' }],
      usage: { output_tokens: 16 },
    });
  });

  test('shows log probabilities if asked to include them', async () => {
    const { output } = await createResponse(server, {
      include: ['message.output_text.logprobs'],
      top_logprobs: 1,
    });
    const [first] = output[0]?.content[0]?.logprobs ?? [];
    expect(first).toMatchObject({ token: 'Hi', logprob: -0.25, bytes: [72, 105] });
    expect(first?.top_logprobs).toHaveLength(1);
    const without = await createResponse(server, { top_logprobs: 1 });
    expect(without.output[0]?.content[0]?.logprobs).toEqual([]);
  });
});

describe('what the model reads', () => {
  test('is the instructions, then the text', async () => {
    await createResponse(server, { instructions: 'Be kind.', input: 'Hello' });
    expect(lastMessages()).toEqual([
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hello' },
    ]);
  });

  test('is the items in their order, tool calls and their results among them', async () => {
    await createResponse(server, {
      input: [
        { role: 'developer', content: 'Be kind.' },
        {
          type: 'message',
          role: 'user',
          content: [{ type: 'input_text', text: 'Weather?' }],
        },
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Look it up.' }] },
        { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{}' },
        { type: 'custom_tool_call', call_id: 'c2', name: 'shell', input: 'date' },
        { type: 'function_call_output', call_id: 'c1', output: 'sunny' },
        { type: 'custom_tool_call_output', call_id: 'c2', output: 'today' },
        { role: 'assistant', content: [{ type: 'output_text', text: 'Sunny.' }] },
        { role: 'user', content: 'Thanks' },
      ],
    });
    expect(lastMessages()).toEqual([
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Weather?' },
      {
        role: 'assistant',
        content: '',
        reasoning: 'Look it up.',
        toolCalls: [
          { id: 'c1', name: 'weather', arguments: '{}' },
          { id: 'c2', name: 'shell', arguments: 'date' },
        ],
      },
      { role: 'tool', content: 'sunny', toolCallId: 'c1', toolName: 'weather' },
      { role: 'tool', content: 'today', toolCallId: 'c2', toolName: 'shell' },
      { role: 'assistant', content: 'Sunny.' },
      { role: 'user', content: 'Thanks' },
    ]);
  });

  test('begins with the previous responses, without their instructions', async () => {
    const first = await createResponse(server, { input: 'One', instructions: 'Old.' });
    const second = await createResponse(server, {
      input: 'Two',
      previous_response_id: first.id,
    });
    await createResponse(server, {
      input: 'Three',
      previous_response_id: second.id,
      instructions: 'New.',
    });
    expect(lastMessages()).toEqual([
      { role: 'system', content: 'New.' },
      { role: 'user', content: 'One' },
      { role: 'assistant', content: 'Hi there' },
      { role: 'user', content: 'Two' },
      { role: 'assistant', content: 'Hi there' },
      { role: 'user', content: 'Three' },
    ]);
  });

  test('may name items of earlier responses by their ids', async () => {
    const { output } = await createResponse(server);
    const id = output[0]?.id;
    await createResponse(server, {
      input: [{ id }, { role: 'user', content: 'More' }],
    });
    expect(lastMessages()).toEqual([
      { role: 'assistant', content: 'Hi there' },
      { role: 'user', content: 'More' },
    ]);
  });

  test('is cut at its beginning if it is too long and truncation is auto', async () => {
    const { server: small, engine: reader } = await createTestServer({
      engine: { model: { contextLength: 30 } },
    });
    const input = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(turn);
    expect(await faultOf(small, { input })).toMatchObject({
      code: 'context_length_exceeded',
      param: 'input',
      message:
        'Your input exceeds the context window of this model. Please adjust your input and try again.',
    });
    await createResponse(small, { input, truncation: 'auto', instructions: 'Stay.' });
    const prompt = reader.requests.at(-1)?.prompt;
    const messages = prompt?.kind === 'chat' ? prompt.messages : [];
    expect(messages.at(0)).toEqual({ role: 'system', content: 'Stay.' });
    expect(messages.at(-1)).toEqual(turn('h'));
    expect(messages.length).toBeLessThan(8);
  });
});

describe('a request for a response', () => {
  test.each<[string, object, object]>([
    [
      'has no input',
      { input: undefined },
      { code: 'missing_required_parameter', param: 'input' },
    ],
    [
      'has no model',
      { model: undefined },
      { code: 'missing_required_parameter', param: 'model' },
    ],
    ['has null for a model', { model: null }, { code: 'invalid_type', param: 'model' }],
    [
      'names an unknown model',
      { model: 'nobody' },
      {
        code: 'model_not_found',
        param: 'model',
        message: "The requested model 'nobody' does not exist.",
      },
    ],
    [
      'has nothing to read',
      { input: [] },
      {
        code: null,
        param: null,
        message:
          'One of "input" or "previous_response_id" or \'prompt\' or \'conversation\' must be provided.',
      },
    ],
    ['has a number for input', { input: 5 }, { code: 'invalid_type', param: 'input' }],
    [
      'has an item of an unknown type',
      { input: [{ type: 'telepathy' }] },
      { code: 'invalid_value', param: 'input[0].type' },
    ],
    [
      'has an item of a hosted tool',
      { input: [{ type: 'web_search_call', id: 'ws_1', status: 'completed' }] },
      { code: 'unsupported_value', param: 'input[0].type' },
    ],
    [
      'has an unknown field in an item',
      { input: [{ role: 'user', content: 'a', bogus: 1 }] },
      { code: 'unknown_parameter', param: 'input[0].bogus' },
    ],
    [
      'has user text in an answer',
      { input: [{ role: 'assistant', content: [{ type: 'input_text', text: '' }] }] },
      { code: 'invalid_value', param: 'input[0].content[0].type' },
    ],
    [
      'has an image',
      { input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'x' }] }] },
      { code: 'invalid_value', param: 'input' },
    ],
    [
      'has a result without a call',
      { input: [{ type: 'function_call_output', call_id: 'c', output: '' }] },
      {
        param: 'input',
        message: 'No tool call found for function call output with call_id c.',
      },
    ],
    [
      'has one item twice',
      {
        input: [
          { id: 'msg_1', role: 'user', content: 'a' },
          { id: 'msg_1', role: 'user', content: 'b' },
        ],
      },
      {
        message:
          'Duplicate item found with id msg_1. Remove duplicate items from your input and try again.',
      },
    ],
    [
      'has a field of the chat API',
      { messages: [] },
      {
        code: 'unsupported_parameter',
        param: 'messages',
        message: expect.stringContaining("has moved to 'input'"),
      },
    ],
    [
      'has a field with a slip in its name',
      { stor: true },
      {
        code: 'unknown_parameter',
        message: "Unknown parameter: 'stor'. Did you mean 'store'?",
      },
    ],
    [
      'asks for too few tokens',
      { max_output_tokens: 15 },
      { code: 'integer_below_min_value', param: 'max_output_tokens' },
    ],
    [
      'includes the unknown',
      { include: ['x'] },
      { code: 'invalid_value', param: 'include[0]' },
    ],
    [
      'asks for usage in a stream',
      { stream: true, stream_options: { include_usage: true } },
      { code: 'unknown_parameter', param: 'stream_options.include_usage' },
    ],
    [
      'asks for tools',
      { tools: [{ type: 'function', name: 'f', parameters: {}, strict: true }] },
      { code: 'unsupported_parameter', param: 'tools' },
    ],
    [
      'asks for a schema that cannot be enforced',
      { text: { format: { type: 'json_schema', name: 'a', schema: { contains: {} } } } },
      {
        code: 'invalid_json_schema',
        param: 'text.format.schema',
        message:
          "Invalid schema for response_format 'a': In context=(), 'contains' is not permitted.",
      },
    ],
    [
      'continues what is not there',
      { previous_response_id: 'resp_none' },
      {
        code: 'previous_response_not_found',
        param: 'previous_response_id',
        message: "Previous response with id 'resp_none' not found.",
      },
    ],
    [
      'continues two things',
      { previous_response_id: 'resp_1', conversation: 'conv_1' },
      { code: 'mutually_exclusive_parameters', param: null },
    ],
    [
      'works in the background without being stored',
      { background: true, store: false },
      { code: 'invalid_parameter_combination', param: 'background' },
    ],
    [
      'has a summary of another server',
      {
        input: [
          { type: 'compaction', encrypted_content: 'gAAAA' },
          { role: 'user', content: '' },
        ],
      },
      { code: 'invalid_encrypted_content', param: 'input' },
    ],
  ])('is refused where it %s', async (_name, changes, expected) => {
    expect(await faultOf(server, changes)).toMatchObject({
      type: 'invalid_request_error',
      ...expected,
    });
  });

  test.each([
    [{ conversation: 'conv_none' }, "Conversation with id 'conv_none' not found."],
    [{ prompt: { id: 'pmpt_none' } }, "Prompt with id 'pmpt_none' not found."],
    [
      { input: [{ type: 'item_reference', id: 'msg_none' }] },
      "Item with id 'msg_none' not found. Items are not persisted when `store` is set to false. " +
        'Try again with `store` set to true, or remove this item from your input.',
    ],
  ])('is answered with 404 for %j', async (changes, message) => {
    expect(await faultOf(server, changes, 404)).toMatchObject({ message, code: null });
  });

  test('tells of the first fault in the order of OpenAI', async () => {
    const changes = { top_logprobs: 99, temperature: 9, input: [{}] };
    expect(await faultOf(server, changes)).toMatchObject({ param: 'input[0].role' });
    expect(await faultOf(server, { ...changes, input: 'a' })).toMatchObject({
      param: 'temperature',
    });
    expect(await faultOf(server, { top_logprobs: 99, tools: [{}] })).toMatchObject({
      param: 'top_logprobs',
    });
  });

  test('is refused with the status of the engine’s refusal', async () => {
    const refusal = new EngineError('queue-full', 'full', { retryAfterMs: 10 });
    const { server: busy } = await createTestServer({
      engine: { refuse: () => refusal },
    });
    for (const stream of [false, true])
      expect(await faultOf(busy, { stream }, 429)).toMatchObject({ code: 'queue_full' });
  });

  test('that fails in the middle is answered with the failure', async () => {
    const { server: failing } = await createTestServer({
      engine: {
        beforePiece: ({ index }) => {
          if (index === 1) throw new EngineError('engine-lost', 'gone');
        },
      },
    });
    expect(await faultOf(failing, {}, 503)).toMatchObject({ code: 'engine_lost' });
  });

  test('may be sent without the version in the path', async () => {
    const answer = await server.inject({ ...responseRequest(), url: '/responses' });
    expect(answer.json()).toMatchObject({ object: 'response' });
  });
});
