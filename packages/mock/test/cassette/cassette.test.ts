import { CassetteError, readCassette, writeCassette } from '@samewire/mock';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryExchange } from '../support/arbitrary-exchange.ts';

function stream(...chunks: string[]) {
  return {
    status: 200,
    headers: [
      ['content-type', 'text/event-stream'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ] as const,
    chunks: chunks.map((chunk, index) => ({
      bytes: Buffer.from(chunk),
      atMs: 10 * index,
    })),
  };
}

const request = {
  method: 'POST',
  url: 'https://api.example/v1/chat/completions',
  headers: [['content-type', 'application/json']] as const,
  body: Buffer.from('{"model":"m",  "stream":true}'),
};

describe('a cassette', () => {
  test('that is written and read holds the same bytes, headers and times', () => {
    fc.assert(
      fc.property(fc.array(arbitraryExchange, { maxLength: 3 }), (exchanges) => {
        const text = writeCassette({ exchanges });
        expect(readCassette(text).exchanges).toEqual(exchanges);
      }),
      { numRuns: 500 },
    );
  });

  test('has one item for each chunk, with payloads as they were', () => {
    const text = writeCassette({
      exchanges: [
        {
          request,
          response: stream(
            'data: {"a": "\\u003c"}\n\n',
            'data: 1\n\ndata: 2\n\n',
            ': PROCESSING\n\n',
            'event: ping\ndata: {"x":1}\n\n',
          ),
        },
      ],
    });
    expect(text).toBe(`version: 1
exchanges:
  - request:
      method: POST
      url: 'https://api.example/v1/chat/completions'
      headers:
        - content-type: application/json
      body: '{"model":"m",  "stream":true}'
    response:
      status: 200
      headers:
        - content-type: text/event-stream
        - set-cookie: 'a=1'
        - set-cookie: 'b=2'
      chunks:
        - at: 0
          sse: '{"a": "\\u003c"}'
        - at: 10
          sse:
            - '1'
            - '2'
        - at: 20
          text: |+
            : PROCESSING

        - at: 30
          text: |+
            event: ping
            data: {"x":1}

`);
  });

  test('keeps events that end in CRLF readable', () => {
    const response = stream('data: {"a":1}\r\n\r\n', 'data: {"a":2}\r\n\r\n');
    const text = writeCassette({ exchanges: [{ request, response }] });
    expect(text).toContain('eol: crlf\n');
    expect(text).toContain(`sse: '{"a":2}'`);
  });

  test('may be written as JSON', () => {
    const [exchange] = readCassette(
      JSON.stringify({
        version: 1,
        exchanges: [
          {
            match: { path: '/chat/completions' },
            response: { status: 429, headers: [{ 'retry-after': '1' }], chunks: [] },
          },
        ],
      }),
    ).exchanges;
    expect(exchange?.response.status).toBe(429);
  });
});

describe('a cassette that cannot be read', () => {
  const minimal =
    'version: 1\nexchanges:\n  - match: {}\n    response:\n      status: 200\n';

  test.each([
    ['{', /^tape\.yaml: not YAML/],
    ['exchanges: []', /^tape\.yaml: expected the field 'version'$/],
    ['version: 2\nexchanges: []', /version: this samewire reads version 1; .* Update/],
    ['version: 1\ntapes: []', /unknown field 'tapes'; known are version/],
    ['version: 1\nexchanges: [{response: {}}]', /exchanges\[0\]: expected a request, or/],
    [`${minimal}      headers: {a: b}\n      chunks: []`, /headers: expected a list/],
    [`${minimal}      headers: [{a: 1}]\n      chunks: []`, /headers\[0\]: expected one/],
    [
      `${minimal}      headers: []\n      chunks: [{}]`,
      /chunks\[0\]: expected exactly one/,
    ],
    [`${minimal}      headers: []\n      chunks: [{b64: '*'}]`, /b64: expected base64/],
    [minimal.replace('200', '100'), /status: expected an HTTP status/],
    [minimal.replace('{}', '{path: /(/i}'), /match\.path: Invalid regular expression/],
  ])('says where and what was expected: %j', (text, message) => {
    expect(() => readCassette(text, 'tape.yaml')).toThrow(CassetteError);
    expect(() => readCassette(text, 'tape.yaml')).toThrow(message);
  });
});
