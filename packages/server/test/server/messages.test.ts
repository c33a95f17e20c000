import { describe, expect, test } from 'vitest';
import type { FakeEngineOptions } from '@samewire/engine/testing';
import { createTestServer, messagesRequest } from '../support/test-server.ts';

async function answer(changes: object = {}, engine: FakeEngineOptions = {}) {
  const { server, engine: fake } = await createTestServer({
    engine: { reply: () => 'Hello there!', ...engine },
  });
  const response = await server.inject(messagesRequest(changes));
  return { response, body: response.json(), request: fake.requests.at(-1) };
}

/** What the engine was asked to read. */
async function promptOf(changes: object) {
  const { request } = await answer(changes);
  if (request?.prompt.kind !== 'chat') throw new Error('no conversation was asked for');
  return request.prompt;
}

describe("an answer in Anthropic's form", () => {
  test('has its fields, in its order', async () => {
    const { response, body } = await answer();
    expect(response.statusCode).toBe(200);
    expect(body).toEqual({
      model: 'tiny',
      id: expect.stringMatching(/^msg_01[A-Za-z0-9]{22}$/),
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'Hello there!' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: {
        input_tokens: 3,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        output_tokens: 3,
        service_tier: 'standard',
      },
    });
    expect(Object.keys(body)).toEqual([
      'model',
      'id',
      'type',
      'role',
      'content',
      'stop_reason',
      'stop_sequence',
      'usage',
    ]);
  });

  test('carries its id in the header that the client reads, and no header of OpenAI', async () => {
    const { response } = await answer();
    expect(response.headers['request-id']).toMatch(/^req_/);
    expect(response.headers).not.toHaveProperty('openai-version');
    expect(response.headers).not.toHaveProperty('openai-processing-ms');
  });

  test('has no content if the model says nothing', async () => {
    const { body } = await answer({}, { reply: () => [] });
    expect(body.content).toEqual([]);
  });

  test('ends before a stop sequence and names it', async () => {
    const { body } = await answer({ stop_sequences: ['there', 'nowhere'] });
    expect(body).toMatchObject({
      content: [{ text: 'Hello ' }],
      stop_reason: 'stop_sequence',
      stop_sequence: 'there',
    });
  });

  test('ends at max_tokens', async () => {
    const { body } = await answer({ max_tokens: 1 });
    expect(body).toMatchObject({
      content: [{ text: 'Hello' }],
      stop_reason: 'max_tokens',
    });
  });

  test('may be asked for with more tokens than the context length has', async () => {
    const { response, body, request } = await answer({ max_tokens: 64_000 });
    expect(response.statusCode).toBe(200);
    expect(body.stop_reason).toBe('end_turn');
    expect(request).not.toHaveProperty('maxTokens');
  });
});

describe('the engine is given', () => {
  test('the system prompt in front, whole or in blocks', async () => {
    const blocks = [
      { type: 'text', text: 'Be ', cache_control: { type: 'ephemeral' } },
      { type: 'text', text: 'kind.' },
    ];
    for (const system of ['Be kind.', blocks]) {
      const { messages } = await promptOf({ system });
      expect(messages).toEqual([
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hi' },
      ]);
    }
  });

  test('turns of one role that follow each other as one turn', async () => {
    const { messages } = await promptOf({
      messages: [
        { role: 'user', content: 'One' },
        { role: 'user', content: [{ type: 'text', text: 'Two' }] },
        { role: 'assistant', content: 'Three' },
        { role: 'user', content: 'Four' },
      ],
    });
    expect(messages).toEqual([
      { role: 'user', content: 'One\nTwo' },
      { role: 'assistant', content: 'Three' },
      { role: 'user', content: 'Four' },
    ]);
  });

  test('earlier tool calls, their results, and thinking', async () => {
    const { messages } = await promptOf({
      messages: [
        { role: 'user', content: 'Weather?' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Look it up.', signature: 's' },
            { type: 'text', text: 'Let me see.' },
            { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Rome' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't1', content: 'Sunny' },
            { type: 'text', text: 'And?' },
          ],
        },
      ],
    });
    expect(messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: 'Let me see.',
        reasoning: 'Look it up.',
        toolCalls: [{ id: 't1', name: 'weather', arguments: '{"city":"Rome"}' }],
      },
      { role: 'tool', content: 'Sunny', toolCallId: 't1', toolName: 'weather' },
      { role: 'user', content: 'And?' },
    ]);
  });

  test('the sampling fields under its own names', async () => {
    const { request } = await answer({ temperature: 0.5, top_k: 7, top_p: 0.9, seed: 3 });
    expect(request).toMatchObject({
      maxTokens: 64,
      sampling: { temperature: 0.5, topK: 7, topP: 0.9, seed: 3 },
    });
  });

  test('effort and switched-off thinking as variables of the template', async () => {
    const { templateKwargs } = await promptOf({
      thinking: { type: 'disabled' },
      output_config: { effort: 'low' },
    });
    expect(templateKwargs).toEqual({
      reasoning_effort: 'low',
      enable_thinking: false,
      thinking: false,
    });
  });
});

describe('counting the tokens of a conversation', () => {
  test('gives the figure that the answer reports as input', async () => {
    const { server } = await createTestServer();
    const conversation = {
      system: 'Be kind.',
      messages: [{ role: 'user', content: 'Tell me a story' }],
    };
    const counted = await server.inject({
      ...messagesRequest({ ...conversation, max_tokens: undefined }),
      url: '/v1/messages/count_tokens',
    });
    const answered = await server.inject(messagesRequest(conversation));
    expect(counted.json()).toEqual({ input_tokens: answered.json().usage.input_tokens });
  });

  test('refuses what only an answer needs', async () => {
    const { server } = await createTestServer();
    const response = await server.inject({
      ...messagesRequest(),
      url: '/v1/messages/count_tokens',
    });
    expect(response.json().error.message).toBe(
      'max_tokens: Extra inputs are not permitted',
    );
  });
});
