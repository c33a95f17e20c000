import { Ajv } from 'ajv';
import { Completion, CompletionChunk } from '@samewire/shared-types';
import { describe, expect, test } from 'vitest';
import { completionRequest, createTestServer, eventsOf } from '../support/test-server.ts';

const ajv = new Ajv({ strict: false });
const isCompletion = ajv.compile(Completion);
const isChunk = ajv.compile(CompletionChunk);

describe('a text completion', () => {
  test('has the form of the wire', async () => {
    const { server } = await createTestServer({
      engine: { reply: () => ' upon a time' },
    });
    const completion = (await server.inject(completionRequest())).json();
    expect(isCompletion(completion)).toBe(true);
    expect(completion).toMatchObject({
      id: expect.stringMatching(/^cmpl-\w{29}$/),
      object: 'text_completion',
      choices: [
        { text: ' upon a time', index: 0, logprobs: null, finish_reason: 'stop' },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 4, total_tokens: 5 },
    });
  });

  test('is 16 tokens long at most unless told otherwise', async () => {
    const { server, engine } = await createTestServer();
    await server.inject(completionRequest());
    expect(engine.requests[0]?.maxTokens).toBe(16);
  });

  test('takes text, texts, tokens, and lists of tokens', async () => {
    const { server, engine } = await createTestServer();
    for (const prompt of ['a', ['a', 'b'], [1, 2], [[1], [2]], null])
      await server.inject(completionRequest({ prompt }));
    expect(engine.requests.map((request) => request.prompt)).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'text', text: 'a' },
      { kind: 'text', text: 'b' },
      { kind: 'tokens', tokens: Int32Array.of(1, 2) },
      { kind: 'tokens', tokens: Int32Array.of(1) },
      { kind: 'tokens', tokens: Int32Array.of(2) },
      { kind: 'text', text: '' },
    ]);
  });

  test('has its choices prompt by prompt', async () => {
    const { server } = await createTestServer({
      engine: {
        reply: ({ prompt }, choice) =>
          `${prompt.kind === 'text' ? prompt.text : ''}${choice}`,
      },
    });
    const { choices, usage } = (
      await server.inject(completionRequest({ prompt: ['a', 'b'], n: 2 }))
    ).json();
    expect(choices.map(({ text, index }: any) => [index, text])).toEqual([
      [0, 'a0'],
      [1, 'a1'],
      [2, 'b0'],
      [3, 'b1'],
    ]);
    expect(usage).toMatchObject({ prompt_tokens: 2, completion_tokens: 8 });
  });

  test('carries log probabilities in the form of this endpoint', async () => {
    const { server } = await createTestServer({
      engine: { reply: () => ['é', ' time'] },
    });
    const response = await server.inject(completionRequest({ logprobs: 1 }));
    expect(response.json().choices[0].logprobs).toEqual({
      tokens: ['é', ' time'],
      token_logprobs: [-0.25, -0.25],
      top_logprobs: [{ é: -0.25 }, { ' time': -0.25 }],
      text_offset: [0, 1],
    });
  });

  test('ends all its prompts if one of them is refused', async () => {
    const { server, engine } = await createTestServer({
      engine: { model: { contextLength: 20 } },
    });
    const prompt = ['a', 'word '.repeat(30)];
    const response = await server.inject(completionRequest({ prompt }));
    expect(response.json().error).toMatchObject({
      message: expect.stringContaining('your prompt results in'),
      param: 'prompt',
    });
    expect(engine.numRunning).toBe(0);
  });
});

describe('a streamed text completion', () => {
  test('is the text piece by piece, the reason, and the end', async () => {
    const { server } = await createTestServer({ engine: { reply: () => ' upon a' } });
    const response = await server.inject(
      completionRequest({
        stream: true,
        logprobs: 0,
        stream_options: { include_usage: true },
      }),
    );
    const events = eventsOf(response.body) as any[];
    const chunks = events.slice(0, -1);
    for (const chunk of chunks) expect(isChunk(chunk)).toBe(true);
    expect(chunks.map(({ choices: [choice] }) => choice)).toEqual([
      {
        text: ' upon',
        index: 0,
        logprobs: {
          tokens: [' upon'],
          token_logprobs: [-0.25],
          top_logprobs: [{}],
          text_offset: [0],
        },
        finish_reason: null,
      },
      expect.objectContaining({
        text: ' a',
        logprobs: expect.objectContaining({ text_offset: [5] }),
      }),
      { text: '', index: 0, logprobs: null, finish_reason: 'stop' },
      undefined,
    ]);
    expect(chunks.at(-1).usage).toMatchObject({ total_tokens: 4 });
    expect(events.at(-1)).toBe('[DONE]');
  });

  test('numbers the choices of several prompts like the whole answer does', async () => {
    const { server } = await createTestServer();
    const response = await server.inject(
      completionRequest({ prompt: ['a', 'b'], n: 2, stream: true }),
    );
    const finished = (eventsOf(response.body) as any[])
      .filter((event) => event.choices?.[0]?.finish_reason)
      .map((event) => event.choices[0].index);
    expect(finished.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  });
});
