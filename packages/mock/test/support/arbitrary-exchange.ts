import type { Chunk, Exchange, RecordedRequest, RecordedResponse } from '@samewire/mock';
import * as fc from 'fast-check';

/** Anything a transport may hand over: broken UTF-8, controls, events, halves of events. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    'data: {"a":1}\n\n',
    'data: {"a":1}\n\ndata: [DONE]\n\n',
    'data: x\r\n\r\n',
    'data:x\n\n',
    'data: a\ndata: b\n\n',
    'data: \n\n',
    ': comment\n\n',
    'event: ping\ndata: {}\n\n',
    '{\n  "pretty": true\n}\n',
    '  leading\n and trailing \n',
    '# not a comment',
    '---\n...\n',
    '\uFEFFdata: bom\n\n',
    'null',
    '0x1F',
    '\u2028\u2029\u0085\u007F\0',
  ),
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  text.map((value) => Uint8Array.from(Buffer.from(value))),
);
const milliseconds = fc.nat(600_000);
const headers = fc.array(
  fc.tuple(
    fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}$/),
    fc.string({ unit: 'binary', maxLength: 30 }).filter((value) => value.isWellFormed()),
  ),
  { maxLength: 5 },
);

const chunk: fc.Arbitrary<Chunk> = fc.record(
  { bytes, atMs: milliseconds },
  { requiredKeys: ['bytes'] },
);

const request: fc.Arbitrary<RecordedRequest> = fc.record({
  method: fc.constantFrom('POST', 'GET', 'DELETE'),
  url: fc.webUrl(),
  headers,
  body: bytes,
});

const response: fc.Arbitrary<RecordedResponse> = fc.record(
  {
    status: fc.integer({ min: 200, max: 599 }),
    statusText: fc.string({ maxLength: 10 }),
    headers,
    chunks: fc.array(chunk, { maxLength: 6 }),
    cuts: fc.constantFrom('transport' as const, 'events' as const),
    end: fc.constantFrom('complete' as const, 'close' as const, 'reset' as const),
    endAtMs: milliseconds,
  },
  { requiredKeys: ['status', 'headers', 'chunks'] },
);

export const arbitraryExchange: fc.Arbitrary<Exchange> = fc.record({ request, response });
