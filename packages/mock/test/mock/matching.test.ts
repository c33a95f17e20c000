import {
  type Cassette,
  type Exchange,
  Mock,
  type MockOptions,
  type RecordedRequest,
  type RecordedResponse,
} from '@samewire/mock';
import { describe, expect, test } from 'vitest';
import { chatExchange, chatRequest, jsonResponse } from '../support/exchanges.ts';

function mockOf(exchanges: readonly Exchange[], options: MockOptions = {}): Mock {
  const cassette: Cassette = { name: 'tape.yaml', exchanges };
  return new Mock({ cassettes: [cassette], ...options });
}

/** What the client would read. */
function ask(mock: Mock, request: RecordedRequest): { status: number; body: unknown } {
  const decision = mock.decide(request);
  if (decision.do !== 'answer') throw new Error('expected an answer');
  const { status, chunks } = decision.plan;
  const text = Buffer.concat(Array.from(chunks, ({ bytes }) => bytes)).toString();
  return { status, body: JSON.parse(text) };
}

function messageOfMiss(mock: Mock, request: RecordedRequest): string {
  const { status, body } = ask(mock, request);
  expect(status).toBe(501);
  return (body as { error: { message: string } }).error.message;
}

function toolMessages(id: string): object {
  return {
    messages: [
      { role: 'assistant', tool_calls: [{ id, type: 'function', function: {} }] },
      { role: 'tool', tool_call_id: id, content: '1' },
    ],
  };
}

function form(boundary: string): RecordedRequest {
  return {
    method: 'POST',
    url: '/v1/audio/transcriptions',
    headers: [['content-type', `multipart/form-data; boundary=${boundary}`]],
    body: Buffer.concat([Buffer.from(`--${boundary}\r\n`), Buffer.of(255, 0, 200)]),
  };
}

function recordedAt(host: string): Exchange {
  return {
    request: chatRequest({}, { url: `https://${host}/v1/chat/completions` }),
    response: jsonResponse({ host }),
  };
}

function ruled(
  match: NonNullable<Exchange['match']>,
  answer: unknown = { ok: true },
): Exchange {
  return { match, response: jsonResponse(answer) };
}

test('the same body asked of two endpoints has the answer of each', () => {
  const urls = ['/v1/chat/completions', '/v1/responses', '/v1/responses?include=a'];
  const mock = mockOf(
    urls.map((url) => ({
      request: chatRequest({}, { url }),
      response: jsonResponse({ url }),
    })),
  );
  const answers = urls
    .toReversed()
    .map((url) => ask(mock, chatRequest({}, { url })).body);
  expect(answers).toEqual(urls.toReversed().map((url) => ({ url })));
  expect(messageOfMiss(mock, chatRequest({}, { url: '/v1/embeddings' }))).toContain(
    'no recorded answer',
  );
});

describe('a request is the recorded one', () => {
  const recorded = chatExchange({ temperature: 1, tools: [{ type: 'function' }] });

  test.each<[string, RecordedRequest]>([
    [
      'with its fields in another order',
      chatRequest(
        {},
        {
          body: Buffer.from(
            '{"tools":[{"type":"function"}],"temperature":1.0,"model":"m",' +
              '"messages":[{"content":"Hi","role":"user"}]}',
          ),
        },
      ),
    ],
    [
      'at another host, below another prefix',
      chatRequest(
        { temperature: 1, tools: [{ type: 'function' }] },
        { url: '/groq/openai/v1/chat/completions' },
      ),
    ],
    [
      'where Azure has it, which is no model called chat/completions',
      chatRequest(
        { temperature: 1, tools: [{ type: 'function' }] },
        { url: '/models/chat/completions' },
      ),
    ],
    [
      'from another user',
      chatRequest({ temperature: 1, tools: [{ type: 'function' }], user: 'u2' }),
    ],
    [
      'with other headers',
      chatRequest(
        { temperature: 1, tools: [{ type: 'function' }] },
        { headers: [['authorization', 'Bearer x']] },
      ),
    ],
  ])('%s', (_, request) => {
    expect(ask(mockOf([recorded]), request)).toEqual({ status: 200, body: { ok: true } });
  });

  test('with other ids for the same tool calls', () => {
    const mock = mockOf([chatExchange(toolMessages('call_abc'))]);
    expect(ask(mock, chatRequest(toolMessages('call_xyz'))).status).toBe(200);
  });

  test('as a form with another boundary', () => {
    const exchange = { request: form('aaa'), response: jsonResponse({ text: 'Hi' }) };
    expect(ask(mockOf([exchange]), form('bbb')).status).toBe(200);
  });

  test('but for a field the mock was told to ignore', () => {
    const mock = mockOf([chatExchange({ seed: 1 })], { ignore: ['seed'] });
    expect(ask(mock, chatRequest({ seed: 2 })).status).toBe(200);
  });
});

describe('the same request several times', () => {
  const twice = [chatExchange({}, { answer: 1 }), chatExchange({}, { answer: 2 })];

  test('gets the recorded answers in order', () => {
    const mock = mockOf(twice);
    expect(ask(mock, chatRequest()).body).toEqual({ answer: 1 });
    expect(ask(mock, chatRequest()).body).toEqual({ answer: 2 });
  });

  test('is refused when all answers were given', () => {
    const mock = mockOf([chatExchange()]);
    ask(mock, chatRequest());
    expect(messageOfMiss(mock, chatRequest())).toMatch(
      /recorded once, and that answer was given already \(tape\.yaml, exchange 1\).*repeat: 'last'/,
    );
  });

  test('gets the last answer again if the mock repeats', () => {
    const mock = mockOf(twice, { repeat: 'last' });
    ask(mock, chatRequest());
    ask(mock, chatRequest());
    expect(ask(mock, chatRequest()).body).toEqual({ answer: 2 });
  });

  test('recorded from two providers gets the answer of the one that is asked', () => {
    const mock = mockOf([recordedAt('a.example'), recordedAt('b.example')]);
    const request = chatRequest({}, { url: 'https://b.example/v1/chat/completions' });
    expect(ask(mock, request).body).toEqual({ host: 'b.example' });
  });
});

describe('a rule', () => {
  test.each<[string, NonNullable<Exchange['match']>]>([
    ['the end of the path', { path: '/chat/completions' }],
    ['the model, as a regular expression', { model: '/^M$/i' }],
    ['whether it streams', { stream: false }],
    ['a part of the body', { body: { messages: [{ content: '/^H/' }] } }],
    ['the last message', { lastMessage: 'Hi', lastRole: 'user' }],
    ['the turn', { turn: 1 }],
    ['a header', { headers: { 'Content-Type': 'application/json' } }],
  ])('may go by %s', (_, match) => {
    expect(ask(mockOf([ruled(match)]), chatRequest()).status).toBe(200);
  });

  test.each<[string, NonNullable<Exchange['match']>]>([
    ['model', { model: 'other' }],
    ['stream', { stream: true }],
    ['body', { body: { messages: [] } }],
    ['system', { system: 'Be kind.' }],
    ['tools', { tools: ['get_weather'] }],
    ['turn', { turn: 2 }],
  ])('that fails is named with its condition: %s', (condition, match) => {
    expect(messageOfMiss(mockOf([ruled(match)]), chatRequest())).toContain(
      `fails at '${condition}'`,
    );
  });

  test('that says more wins over one that says less', () => {
    const mock = mockOf([
      ruled({}, { answer: 'any' }),
      ruled({ model: 'm', turn: 1 }, { answer: 'this' }),
      ruled({ model: 'm' }, { answer: 'model' }),
    ]);
    expect(ask(mock, chatRequest()).body).toEqual({ answer: 'this' });
  });

  test('loses to the very request that was recorded', () => {
    const mock = mockOf([
      ruled({ model: 'm', turn: 1 }),
      chatExchange({}, { exact: true }),
    ]);
    expect(ask(mock, chatRequest()).body).toEqual({ exact: true });
  });

  test('that says as much as another is an error, not a matter of order', () => {
    const mock = mockOf([ruled({ model: 'm' }), ruled({ turn: 1 })]);
    expect(messageOfMiss(mock, chatRequest())).toMatch(
      /2 rules fit equally well \(tape\.yaml, exchange 1; tape\.yaml, exchange 2\)/,
    );
  });
});

describe('a miss', () => {
  test('shows the nearest recorded request and the differences', () => {
    const mock = mockOf([
      chatExchange({ model: 'other', messages: [] }),
      chatExchange({ temperature: 0 }),
    ]);
    expect(messageOfMiss(mock, chatRequest({ temperature: 1, seed: 7 }))).toBe(
      [
        'POST /v1/chat/completions: no recorded answer. Nearest is tape.yaml, exchange 2; recorded (-) and asked (+):',
        '- temperature: 0',
        '+ temperature: 1',
        '+ seed: 7',
      ].join('\n'),
    );
  });

  test('tells official clients not to try again', () => {
    const decision = mockOf([]).decide(chatRequest());
    expect(decision).toMatchObject({ plan: { status: 501 } });
    expect(decision.do === 'answer' && decision.plan.headers).toContainEqual([
      'x-should-retry',
      'false',
    ]);
  });

  test('is told to whoever listens', () => {
    const heard: string[] = [];
    const mock = mockOf([], { onMiss: (message) => heard.push(message) });
    ask(mock, chatRequest());
    expect(heard).toEqual([
      'POST /v1/chat/completions: no recorded answer: nothing is recorded.',
    ]);
  });

  test('may be answered by a function', () => {
    const made: RecordedResponse = jsonResponse({ made: true });
    const mock = mockOf([], { respond: () => made });
    expect(ask(mock, chatRequest()).body).toEqual({ made: true });
    expect(mock.calls()[0]?.outcome).toBe('made');
  });
});

describe('sessions', () => {
  test.each<[string, (id: string) => Partial<RecordedRequest>]>([
    ['a header', (id) => ({ headers: [['X-Mock-Session', id]] })],
    ['a prefix of the path', (id) => ({ url: `http://x/s/${id}/v1/chat/completions` })],
    ['a key', (id) => ({ headers: [['Authorization', `Bearer sk-mock-${id}`]] })],
    ["Anthropic's key", (id) => ({ headers: [['x-api-key', `sk-mock-${id}`]] })],
  ])('named by %s each get all answers', (_, over) => {
    const mock = mockOf([chatExchange()]);
    expect(ask(mock, chatRequest({}, over('one'))).status).toBe(200);
    expect(ask(mock, chatRequest({}, over('two'))).status).toBe(200);
    expect(ask(mock, chatRequest({}, over('one'))).status).toBe(501);
    expect(mock.calls('one')).toHaveLength(2);
  });

  test('may be limited to some cassettes', () => {
    const mock = mockOf([chatExchange()]);
    mock.addCassette({ name: 'b.yaml', exchanges: [chatExchange({}, { from: 'b' })] });
    mock.openSession('s', { cassettes: ['b.yaml'] });
    const request = chatRequest({}, { headers: [['x-mock-session', 's']] });
    expect(ask(mock, request).body).toEqual({ from: 'b' });
    expect(() => mock.openSession('t', { cassettes: ['c'] })).toThrow(
      "no cassette 'c'; there are tape.yaml, b.yaml",
    );
  });
});

describe('assertDone', () => {
  test('is content when everything recorded was asked', () => {
    const mock = mockOf([chatExchange()]);
    ask(mock, chatRequest());
    expect(() => mock.assertDone()).not.toThrow();
  });

  test('names what was never asked, and what was not recorded', () => {
    const mock = mockOf([chatExchange()]);
    ask(mock, chatRequest({ n: 2 }));
    expect(() => mock.assertDone()).toThrow(
      /never asked: POST \/v1\/chat\/completions \(m\) of tape\.yaml, exchange 1\nnot recorded: POST/,
    );
  });
});

describe('modes', () => {
  const answered = chatExchange();

  test.each([
    ['replay', 'answer', 'answer'],
    ['lockdown', 'answer', 'answer'],
    ['record-missing', 'answer', 'forward'],
    ['record-all', 'forward', 'forward'],
    ['passthrough', 'forward', 'forward'],
  ] as const)('%s: what is recorded, what is not', (mode, recorded, missing) => {
    const mock = mockOf([answered], { mode });
    expect(mock.decide(chatRequest()).do).toBe(recorded);
    expect(mock.decide(chatRequest({ n: 2 })).do).toBe(missing);
  });

  test('record-missing replays what it has recorded, to another session', () => {
    const mock = mockOf([], { mode: 'record-missing' });
    const decision = mock.decide(chatRequest());
    if (decision.do !== 'forward') throw new Error('expected to forward');
    decision.record?.(answered);
    expect(mock.recorded).toEqual([answered]);
    const again = chatRequest({}, { headers: [['x-mock-session', 'two']] });
    expect(ask(mock, again).body).toEqual({ ok: true });
  });

  test('passthrough records nothing', () => {
    const decision = mockOf([], { mode: 'passthrough' }).decide(chatRequest());
    expect(decision).not.toHaveProperty('record');
  });

  test('lockdown cannot be left', () => {
    const mock = mockOf([], { mode: 'lockdown' });
    expect(() => mock.setMode('record-all')).toThrow(/lockdown/);
  });
});
