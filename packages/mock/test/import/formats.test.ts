import { gzipSync } from 'node:zlib';
import { decodeText } from '../../src/exchange/bytes.ts';
import { ImportError, importRecording, isExact } from '@samewire/mock/import';
import { describe, expect, test } from 'vitest';

function importJson(value: unknown) {
  return importRecording(Buffer.from(JSON.stringify(value)), 'file.json');
}

function bodyOf({ cassette }: ReturnType<typeof importRecording>, index = 0): string {
  const chunks = cassette.exchanges[index]?.response.chunks ?? [];
  return decodeText(Buffer.concat(chunks.map(({ bytes }) => bytes))) ?? '';
}

function gzippedAnswer(body: string): Buffer {
  return Buffer.from(`interactions:
- request: {method: POST, uri: 'https://x/v1/chat/completions', headers: {}, body: '{}'}
  response:
    status: {code: 200, message: OK}
    headers:
      content-encoding: [gzip]
    body:
      string: ${body}
`);
}

describe('an HTTP archive', () => {
  const request = {
    method: 'POST',
    url: 'https://api.example/v1/chat/completions',
    headers: [
      { name: ':authority', value: 'api.example' },
      { name: 'content-type', value: 'application/json' },
    ],
    postData: { mimeType: 'application/json', text: '{"model":"m"}' },
  };
  const response = {
    status: 200,
    statusText: '',
    headers: [
      { name: 'set-cookie', value: 'a=1' },
      { name: 'set-cookie', value: 'b=2' },
      { name: 'content-type', value: 'text/event-stream' },
    ],
    content: { text: 'data: 1\n\ndata: 2\n\n' },
  };
  const archive = (answer: object) => ({
    log: { entries: [{ request, response: answer }] },
  });

  test('keeps the order and the duplicates of headers', () => {
    const { cassette } = importJson(archive(response));
    expect(cassette.exchanges[0]?.response.headers).toEqual([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['content-type', 'text/event-stream'],
    ]);
  });

  test('has its streams cut after each event, and says so', () => {
    const imported = importJson(archive(response));
    expect(imported.cassette.exchanges[0]?.response.chunks).toHaveLength(2);
    expect(imported.losses.map(({ what }) => what)).toEqual(['cuts']);
    expect(isExact(imported)).toBe(true);
  });

  test('may hold bytes', () => {
    const content = {
      text: Buffer.from('\u00e9').toString('base64'),
      encoding: 'base64',
    };
    expect(bodyOf(importJson(archive({ ...response, content })))).toBe('\u00e9');
  });

  test('without content is not exact', () => {
    const imported = importJson(archive({ ...response, content: { size: 10 } }));
    expect(isExact(imported)).toBe(false);
  });
});

describe('a fixture of aimock', () => {
  const fixtures = [
    { match: { userMessage: 'hi (there)' }, response: { content: 'Hello' } },
    {
      match: { userMessage: 'weather' },
      response: { toolCalls: [{ name: 'get_weather', arguments: '{"city":"Paris"}' }] },
    },
    { match: {}, response: { error: { message: 'Slow down' }, status: 429 } },
  ];

  test('becomes an OpenAI answer, streamed and not', () => {
    const imported = importJson({ fixtures });
    expect(imported.cassette.exchanges.map(({ match }) => match)).toMatchObject([
      { lastMessage: String.raw`/hi \(there\)/s`, stream: true },
      { lastMessage: String.raw`/hi \(there\)/s` },
      { lastMessage: '/weather/s', stream: true },
      { lastMessage: '/weather/s' },
      {},
    ]);
    expect(bodyOf(imported, 0)).toContain('"content":"Hello"');
    expect(bodyOf(imported, 0)).toMatch(/data: \[DONE\]\n\n$/);
    expect(JSON.parse(bodyOf(imported, 3))).toMatchObject({
      choices: [{ message: { content: null }, finish_reason: 'tool_calls' }],
    });
    expect(imported.cassette.exchanges[4]?.response).toMatchObject({ status: 429 });
  });

  test('is never exact: it holds no bytes', () => {
    expect(isExact(importJson({ fixtures }))).toBe(false);
  });

  test('with a rule a cassette cannot say is refused', () => {
    const odd = { match: { hasToolResult: true }, response: { content: 'x' } };
    expect(() => importJson({ fixtures: [odd] })).toThrow(
      /hasToolResult has no counterpart/,
    );
  });
});

describe('a cassette of VCR', () => {
  test('that kept the encoded bytes is decoded', () => {
    const encoded = `!!binary ${gzipSync('{"a":1}').toString('base64')}`;
    expect(bodyOf(importRecording(gzippedAnswer(encoded), 'x.yaml'))).toBe('{"a":1}');
  });

  test('that names an encoding but holds decoded text is taken as it is', () => {
    expect(bodyOf(importRecording(gzippedAnswer(`'{"a":1}'`), 'x.yaml'))).toBe('{"a":1}');
  });
});

describe('a parsed body', () => {
  test('keeps numbers as they were written', () => {
    const file = `{"request":{"method":"POST","url":"https://x","headers":{},"body":{"b64":""}},
      "response":{"status":200,"headers":{},"body":{"a":1.0,"b":12345678901234567890}}}`;
    const imported = importRecording(Buffer.from(file), 'x.json');
    expect(bodyOf(imported)).toBe('{"a":1.0,"b":12345678901234567890}');
    expect(imported.losses.map(({ what }) => what)).toEqual(['body']);
  });
});

describe('a file that is no recording', () => {
  test.each([
    ['hello: world', /^x: unknown format. Known are/],
    ['{"a":1}\n{"b":', /^x: neither JSON nor one JSON value a line$/],
    ['interactions:\n- 1', /^x: expected fields in interactions\[0\]$/],
    ['{"version":1,"exchanges":[]}', /^x: is a cassette already/],
    ['[]', /^x: expected a list of chunks/],
    ['{"log":{}}', /^x: expected a list in log.entries$/],
  ])('is refused with the reason: %j', (text, message) => {
    expect(() => importRecording(Buffer.from(text), 'x')).toThrow(ImportError);
    expect(() => importRecording(Buffer.from(text), 'x')).toThrow(message);
  });
});
