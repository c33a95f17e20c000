import { compareSignatures, describeDrift, signatureOf } from '@samewire/mock/drift';
import { profile, synthesise } from '@samewire/mock/synthesise';
import { describe, expect, test } from 'vitest';
import { hasRecordings, readExchanges } from '../synthesise/recordings/read.ts';

function json(value: unknown, headers: [string, string][] = []) {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return signatureOf({ status: 200, headers, body });
}

function stream(text: string) {
  return signatureOf({ status: 200, headers: [], body: new TextEncoder().encode(text) });
}

function findings(was: ReturnType<typeof json>, is: ReturnType<typeof json>) {
  return compareSignatures(was, is).findings;
}

describe('a comparison of answers', () => {
  test('finds nothing where only the text differs', () => {
    const report = compareSignatures(json({ a: 'x', n: 1 }), json({ a: 'long', n: 2.5 }));
    expect(report).toEqual({ findings: [], breaks: false });
  });

  test('takes a new field for harmless, a lost one for breaking', () => {
    expect(findings(json({ a: 1 }), json({ a: 1, b: '' }))).toEqual([
      { kind: 'added', what: 'field', where: 'b', is: "''", breaks: false },
    ]);
    expect(findings(json({ a: { b: 1 } }), json({}))).toEqual([
      { kind: 'missing', what: 'field', where: 'a', was: 'object', breaks: true },
    ]);
  });

  test('says what kind a value was and is', () => {
    expect(findings(json({ c: [{ id: 'a' }] }), json({ c: [{ id: null }] }))).toEqual([
      {
        kind: 'changed',
        what: 'field',
        where: 'c[].id',
        was: 'string',
        is: 'null',
        breaks: true,
      },
    ]);
  });

  test('sees keys change places, which breaks few', () => {
    expect(findings(json({ a: 1, b: 2 }), json({ b: 2, x: 0, a: 1 }))).toContainEqual({
      kind: 'changed',
      what: 'order',
      where: 'the object',
      was: 'a, b',
      is: 'b, a',
      breaks: false,
    });
  });

  test('sees another status and other headers', () => {
    const was = json({}, [
      ['x-ratelimit-reset-tokens', '6m0s'],
      ['retry-after', '3'],
    ]);
    const is = { ...json({}, [['x-ratelimit-reset-tokens', '7']]), status: 429 };
    expect(findings(was, is).map(({ kind, where }) => `${kind} ${where}`)).toEqual([
      'changed status',
      'missing retry-after',
      'changed x-ratelimit-reset-tokens',
    ]);
  });

  test.each([
    ['[DONE]', 'data: {}\n\ndata: [DONE]\n\n', 'data: {}\n\n'],
    ['line ends', 'data: {}\n\n', 'data: {}\r\n\r\n'],
    ['event: error', 'data: {}\n\n', 'event: error\ndata: {}\n\n'],
    ['": ping" before events', 'data: {}\n\n', ': ping\n\ndata: {}\n\n'],
  ])('sees that the framing changed: %s', (where, was, is) => {
    expect(findings(stream(was), stream(is)).map((finding) => finding.where)).toEqual([
      where,
    ]);
  });

  test('sees counts move from the chunk that finishes to one of their own', () => {
    const [text, finish] = ['data: {"c":[{"t":"a"}]}\n\n', 'data: {"c":[{"f":"stop"}]'];
    const was = stream(`${text}${finish},"usage":{"n":1}}\n\n`);
    const is = stream(`${text}${finish}}\n\ndata: {"c":[],"usage":{"n":1}}\n\n`);
    expect(compareSignatures(was, is).breaks).toBe(true);
    expect(findings(was, is)).toContainEqual(
      expect.objectContaining({
        what: 'place',
        where: 'c[].f',
        was: 'end',
        is: 'middle',
      }),
    );
  });
});

describe('a report in words', () => {
  test('has a line for each finding, those that break first', () => {
    const was = json({ id: 'a', usage: { n: 1 } });
    const is = json({ id: null, usage: { n: 1, cost: 0.5 } });
    expect(describeDrift(compareSignatures(was, is), 'groq, whole answer')).toBe(
      [
        'groq, whole answer: 2 differences, 1 may break clients',
        '  ~ field id was string; now it is null',
        '  + field usage.cost is new: number',
      ].join('\n'),
    );
  });

  test('says so if there is nothing', () => {
    expect(describeDrift(compareSignatures(json({}), json({})))).toBe(
      'answer: no difference',
    );
  });
});

describe.skipIf(!hasRecordings)('a year of a provider’s recordings', () => {
  test('shows what OpenAI added to its streams since 2023', () => {
    const [then] = readExchanges('openai/dd-trace-py__chat_completion_streamed.yaml');
    const now = synthesise({
      profile: profile('openai'),
      scenario: { text: 'Hello' },
      request: { body: { stream: true } },
    });
    const body = Buffer.concat(now.chunks.map(({ bytes }) => bytes));
    const { findings: found } = compareSignatures(
      signatureOf(then ?? { status: 0, headers: [], body }),
      signatureOf({ ...now, body }),
    );
    const added = found.filter(({ kind, what }) => kind === 'added' && what === 'field');
    expect(added.map(({ where }) => where)).toEqual([
      'service_tier',
      'system_fingerprint',
      'choices[].delta.refusal',
      'choices[].logprobs',
      'obfuscation',
    ]);
  });
});
