import type { Scenario } from '@samewire/mock/scenario';
import { profile, profileIds, synthesise } from '@samewire/mock/synthesise';
import { describe, expect, test } from 'vitest';
import { eventsOf, jsonOf, textOf } from './answer-text.ts';

const scenario: Scenario = {
  reasoning: 'Let me think about it.',
  text: 'Über 你好 👩‍👩‍👧‍👦, well.',
  toolCalls: [{ name: 'look', arguments: { at: 'sea' } }],
};
const errorKinds = [
  'invalid-request',
  'unsupported-parameter',
  'unsupported-model',
  'context-length',
  'content-filter',
  'tool-use-failed',
  'authentication',
  'permission',
  'not-found',
  'quota',
  'server-error',
  'bad-gateway',
  'overloaded',
] as const;

const streamed = { body: { stream: true, stream_options: { include_usage: true } } };

describe.each(profileIds)('what %s sends', (id) => {
  const options = { profile: profile(id), scenario, request: streamed };

  test('is the same for the same scenario', () => {
    expect(synthesise(options)).toEqual(synthesise(options));
  });

  test('is JSON in every event, with nothing left of the template', () => {
    const text = textOf(synthesise(options));
    expect(eventsOf(synthesise(options)).length).toBeGreaterThan(3);
    expect(text).not.toMatch(/"\$\w|@first|\{base62|\{hex/);
  });

  test('is JSON without a stream, with nothing left of the template', () => {
    const answer = synthesise({ ...options, request: {} });
    expect(jsonOf(answer)).toHaveProperty('choices');
    expect(textOf(answer)).not.toMatch(/"\$\w|@calls|\{base62|\{hex/);
  });

  test('is JSON when it fails, with nothing left of the template', () => {
    for (const kind of errorKinds) {
      const answer = synthesise({ ...options, scenario: { error: { kind } } });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(JSON.stringify(jsonOf(answer))).not.toMatch(
        /"\$\w|\{(base62|hex|uuid|model|field)/,
      );
    }
  });

  test('has the status and the words of an error', () => {
    const error = { kind: 'rate-limit', message: 'Too much.' } as const;
    const answer = synthesise({ ...options, scenario: { error } });
    expect(answer.status).toBe(429);
    expect(textOf(answer)).toContain('Too much.');
    expect(
      new Headers(answer.headers.map(([name, value]) => [name, value])).get(
        'content-type',
      ),
    ).toMatch(/^application\/json/);
  });
});

function idOf(seed: number) {
  return eventsOf(
    synthesise({
      profile: profile('openai'),
      scenario: { text: 'a', seed },
      request: streamed,
    }),
  )[0]?.['id'];
}

test('another seed gives other ids', () => {
  expect(idOf(1)).toMatch(/^chatcmpl-\w{29}$/);
  expect(idOf(1)).not.toBe(idOf(2));
});

function chunksOf(given: Scenario, id = 'groq') {
  return synthesise({ profile: profile(id), scenario: given, request: streamed }).chunks;
}

describe('the chunks of a stream', () => {
  test('come when the scenario says', () => {
    const latency = { firstTokenMs: 300, tokensPerSecond: 50 };
    const chunks = chunksOf({ text: ['a', 'b', 'c'], latency }, 'ollama');
    expect(chunks.slice(0, 3).map(({ delayMs }) => delayMs)).toEqual([300, 20, 20]);
  });

  test('carry several events now and then, where the provider’s do', () => {
    const text = Array.from({ length: 200 }, () => 'word ');
    const numEvents = chunksOf({ text }).map(
      ({ bytes }) =>
        Buffer.from(bytes)
          .toString()
          .match(/^data: /gm)?.length ?? 0,
    );
    expect(Math.max(...numEvents)).toBeGreaterThan(2);
    expect(chunksOf({ text }, 'ollama').length).toBeGreaterThan(200);
  });

  test('end inside an event now and then, where the provider’s do', () => {
    const text = Array.from({ length: 400 }, () => 'word ');
    const pieces = chunksOf({ text }, 'azure').map(({ bytes }) =>
      Buffer.from(bytes).toString(),
    );
    expect(pieces.some((piece) => !piece.endsWith('\n\n'))).toBe(true);
    expect(pieces.join('')).toMatch(/data: \[DONE\]\n\n$/);
  });
});

describe('what a provider adds in silence', () => {
  test('is a comment for every so many milliseconds', () => {
    const latency = { firstTokenMs: 1600 };
    const answer = synthesise({
      profile: profile('openrouter'),
      scenario: { text: 'Hi', latency },
      request: streamed,
    });
    expect(textOf(answer).match(/^: OPENROUTER PROCESSING$/gm)).toHaveLength(3);
  });
});

function failing(id: string, variants: string[] = []) {
  return textOf(
    synthesise({
      profile: profile(id),
      scenario: {
        text: ['a', 'b', 'c'],
        error: { kind: 'server-error', afterTokens: 2, message: 'Broken.' },
      },
      request: streamed,
      variants,
    }),
  );
}

test('DeepSeek sends blank lines before a whole answer that takes long', () => {
  const { chunks } = synthesise({
    profile: profile('deepseek'),
    scenario: { text: 'Hi', latency: { firstTokenMs: 25_000 } },
  });
  const texts = chunks.map(({ bytes }) => Buffer.from(bytes).toString());
  expect(texts.map((text) => text.slice(0, 1))).toEqual(['\n', '\n', '{']);
  expect(chunks.map(({ delayMs }) => delayMs)).toEqual([10_000, 10_000, 5000]);
});

describe('a stream that fails', () => {
  test('names an event and keeps [DONE] to itself at Groq', () => {
    expect(failing('groq')).toMatch(
      /event: error\ndata: \{"error":\{"message":"Broken\."/,
    );
    expect(failing('groq')).not.toContain('[DONE]');
  });

  test('uses a field that parsers drop, then [DONE], at an old llama-server', () => {
    expect(failing('llama-server', ['2025-07'])).toMatch(
      /\n\nerror: \{"error":\{.*"Broken\.".*\}\}\n\ndata: \[DONE\]\n\n$/,
    );
  });

  test('has its counts after the error at OpenRouter', () => {
    const [last, before] = failing('openrouter').trimEnd().split('\n\n').toReversed();
    expect(before).toContain('"message":"Broken."');
    expect(last).toContain('"usage":{');
  });
});

describe('a request a provider refuses', () => {
  test.each([
    ['groq', { logprobs: true }, 400],
    ['openai', { model: 'gpt-5', max_tokens: 5 }, 400],
    ['mistral', { store: true }, 422],
    ['cerebras', { logit_bias: {} }, 400],
  ])('%s: %j is answered %i', (id, body, status) => {
    const answer = synthesise({ profile: profile(id), scenario: {}, request: { body } });
    expect(answer.status).toBe(status);
    expect(textOf(answer)).toMatch(/support|permitted/);
  });

  test('is not refused for the one value that it takes', () => {
    const request = { body: { n: 1 } };
    expect(synthesise({ profile: profile('groq'), scenario: {}, request }).status).toBe(
      200,
    );
  });
});

describe('log probabilities that are asked for', () => {
  const text = ['Hé', 'llo'];
  const body = { logprobs: true };

  test('are there for every token of a whole answer, with its bytes', () => {
    const request = { body };
    const answer = synthesise({
      profile: profile('openai'),
      scenario: { text },
      request,
    });
    expect(jsonOf(answer)).toMatchObject({
      choices: [
        {
          logprobs: {
            content: [
              { token: 'Hé', bytes: [72, 195, 169] },
              { token: 'llo', bytes: [108, 108, 111] },
            ],
          },
        },
      ],
    });
  });

  test('are there in every chunk with text', () => {
    const request = { body: { ...body, stream: true } };
    const answer = synthesise({
      profile: profile('openai'),
      scenario: { text },
      request,
    });
    const tokens = eventsOf(answer).flatMap(({ choices }) =>
      (choices as { logprobs: { content: { token: string }[] } | null }[]).flatMap(
        ({ logprobs }) => logprobs?.content.map(({ token }) => token) ?? [],
      ),
    );
    expect(tokens).toEqual(text);
  });
});

test('another call has other ids, as the same conversation goes on', () => {
  const request = { body: {} };
  const ids = [0, 1, 1].map((call) =>
    jsonOf(
      synthesise({ profile: profile('groq'), scenario: { text: 'a' }, request, call }),
    ),
  );
  expect(ids[1]).not.toEqual(ids[0]);
  expect(ids[2]).toEqual(ids[1]);
});

test('a completion streams text alone, without a chunk for a role', () => {
  const request = { route: 'completions', body: { stream: true } } as const;
  const answer = synthesise({
    profile: profile('azure'),
    scenario: { text: ['a', 'b'] },
    request,
  });
  const texts = eventsOf(answer).map(
    ({ choices }) => (choices as { text: string }[])[0]?.text,
  );
  expect(texts).toEqual(['a', 'b', '']);
});

test('a model’s name cannot break out of a header', () => {
  const body = { model: 'x\r\nset-cookie: a=b' };
  const { headers } = synthesise({
    profile: profile('azure'),
    scenario: {},
    request: { body },
  });
  expect(Object.fromEntries(headers)['x-ms-deployment-name']).toBe('x??set-cookie: a=b');
});

describe('an error of a scenario', () => {
  test('stands as it is written', () => {
    const message = 'Got {model} and {hex:4}, $& too.';
    const error = { kind: 'invalid-request', message } as const;
    expect(
      jsonOf(synthesise({ profile: profile('openai'), scenario: { error } })),
    ).toEqual({
      error: { message, type: 'invalid_request_error', param: null, code: null },
    });
  });
});

describe('requests that are not what they should be', () => {
  test.each([
    { model: 7, messages: null, stream: 'yes' },
    { model: '', stream: true, stream_options: 'all', tools: {}, tool_choice: [] },
    { messages: [[[]]], response_format: 'json', n: -1, logprobs: {} },
  ])('%j are answered all the same', (body) => {
    for (const id of profileIds) {
      const answer = synthesise({ profile: profile(id), scenario, request: { body } });
      expect(textOf(answer)).not.toBe('');
    }
  });

  test.each([0, 1.5, 1e9, 'many'])(
    'embeddings of %j dimensions are refused',
    (dimensions) => {
      const request = { route: 'embeddings', body: { input: 'a', dimensions } } as const;
      const answer = synthesise({ profile: profile('openai'), scenario: {}, request });
      expect(answer.status).toBe(400);
      expect(textOf(answer)).toContain('expected a whole number from 1 to 16384');
    },
  );
});

describe('several choices', () => {
  test('have their own index and their own finish', () => {
    const answer = synthesise({
      profile: profile('openai'),
      scenario: { text: 'One', others: [{ text: 'Two' }] },
    });
    expect(jsonOf(answer)).toMatchObject({
      choices: [
        { index: 0, message: { content: 'One' }, finish_reason: 'stop' },
        { index: 1, message: { content: 'Two' }, finish_reason: 'stop' },
      ],
    });
  });
});

function embed(body: object) {
  return jsonOf(
    synthesise({
      profile: profile('openai'),
      scenario: {},
      request: {
        route: 'embeddings',
        body: { model: 'text-embedding-3-small', ...body },
      },
    }),
  ) as { data: { embedding: number[] | string }[] };
}

describe('embeddings', () => {
  test('have length one, as many numbers as asked, and are the same for the same text', () => {
    const { data } = embed({ input: ['a', 'b', 'a'], dimensions: 8 });
    const [a, b, again] = data.map(({ embedding }) => embedding as number[]);
    expect(a).toHaveLength(8);
    expect(Math.hypot(...(a ?? []))).toBeCloseTo(1, 5);
    expect(again).toEqual(a);
    expect(b).not.toEqual(a);
  });

  test('are the bytes of floats in base64 if asked', () => {
    const asked = { input: 'a', dimensions: 4 };
    const [{ embedding } = { embedding: '' }] = embed({
      ...asked,
      encoding_format: 'base64',
    }).data;
    const bytes = Buffer.from(embedding as string, 'base64');
    const floats = [0, 4, 8, 12].map((at) => bytes.readFloatLE(at));
    expect(floats).toEqual(embed(asked).data[0]?.embedding);
  });
});
