import { neutralStream, type Scenario } from '@samewire/mock/scenario';
import { profile, synthesise } from '@samewire/mock/synthesise';
import { describe, expect, test } from 'vitest';
import { insertExtras } from '../../src/synthesise/operators/insert-extras.ts';
import { joinKinds } from '../../src/synthesise/operators/join-kinds.ts';
import { placeFinish } from '../../src/synthesise/operators/place-finish.ts';
import { placeFirst } from '../../src/synthesise/operators/place-first.ts';
import { placeUsage } from '../../src/synthesise/operators/place-usage.ts';
import { shapeCalls } from '../../src/synthesise/operators/shape-calls.ts';
import { thinkTags } from '../../src/synthesise/operators/think-tags.ts';

type Events = ReturnType<typeof neutralStream>;

function kinds(events: Events): string {
  return events.map((event) => event.kinds.join('+')).join(' ');
}

const noTags = new Set<string>();
const text: Events = neutralStream({ text: ['a', 'b'] });
const call = { name: 'look', arguments: ['{"at":', '"sea"}'] };
const calls: Events = neutralStream({ toolCalls: [call, call] });

describe('the place of the opening', () => {
  test.each([
    ['own', 'first text text finish usage'],
    ['merged', 'first+text text finish usage'],
    ['none', 'text text finish usage'],
  ] as const)('%s: %s', (placement, expected) => {
    expect(kinds(placeFirst(text, placement))).toBe(expected);
  });

  test('may depend on what comes first', () => {
    const placement = { 'tool-open': 'merged', default: 'own' } as const;
    expect(kinds(placeFirst(text, placement))).toMatch(/^first text/);
    expect(kinds(placeFirst(calls, placement))).toMatch(/^first\+tool-open/);
  });

  test('is found for every choice', () => {
    const two: Events = neutralStream({ text: ['a'], others: [{ text: ['b'] }] });
    expect(kinds(placeFirst(two, 'merged'))).toMatch(/^first\+text first\+text/);
  });
});

function pieces(mode: Parameters<typeof shapeCalls>[1]) {
  return shapeCalls(calls, mode)
    .filter((event) => event.calls)
    .map((event) => event.calls?.map((piece) => piece.arguments));
}

describe('the shape of tool calls', () => {
  test.each([
    ['incremental', [[''], ['{"at":'], ['"sea"}'], [''], ['{"at":'], ['"sea"}']]],
    ['opening', [['{"at":'], ['"sea"}'], ['{"at":'], ['"sea"}']]],
    ['whole', [['{"at":"sea"}'], ['{"at":"sea"}']]],
    ['all-at-once', [['{"at":"sea"}', '{"at":"sea"}']]],
  ] as const)('%s', (mode, expected) => {
    expect(pieces(mode)).toEqual(expected);
  });

  test('takes the time of the last piece', () => {
    const scenario: Scenario = { toolCalls: [call], latency: { tokensPerSecond: 10 } };
    const whole = shapeCalls(neutralStream(scenario), 'whole');
    expect(whole.find((event) => event.calls)?.atMs).toBe(200);
  });
});

describe('reasoning in the text', () => {
  test('stands between think tags', () => {
    const events = thinkTags(neutralStream({ reasoning: ['hm'], text: ['Yes'] }));
    expect(events.map((event) => event.text ?? '').join('')).toBe(
      '<think>\nhm\n</think>\n\nYes',
    );
    expect(events.some(({ reasoning }) => reasoning !== undefined)).toBe(false);
  });
});

describe('reasoning that is hidden', () => {
  test('leaves no event, only its time', () => {
    const { chunks } = synthesise({
      profile: profile('openai'),
      scenario: {
        reasoning: ['a', 'b', 'c'],
        text: ['Yes'],
        latency: { tokensPerSecond: 10 },
      },
      request: { body: { stream: true } },
    });
    const body = Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();
    expect(body.match(/"delta":\{\}/g)).toHaveLength(1);
    expect(chunks.reduce((sum, { delayMs }) => sum + delayMs, 0)).toBe(300);
  });
});

describe('the place of the finish', () => {
  test.each([
    [{ at: 'own' }, 'first text text finish usage'],
    [{ at: 'merged' }, 'first text text+finish usage'],
    [{ at: 'own', again: true }, 'first text text finish finish+again usage'],
  ] as const)('%j: %s', (placement, expected) => {
    expect(kinds(placeFinish(text, placement))).toBe(expected);
  });

  test('keeps the text it comes with', () => {
    const [, , last] = placeFinish(text, { at: 'merged' });
    expect(last).toMatchObject({ text: 'b', finish: 'stop' });
  });
});

describe('the place of counts', () => {
  test.each([
    [[], 'first text text finish'],
    [[{ at: 'finish' }], 'first text text finish+usage'],
    [[{ at: 'trailing' }], 'first text text finish usage+trailing'],
    [
      [{ at: 'finish' }, { at: 'trailing' }],
      'first text text finish+usage usage+trailing',
    ],
    [[{ at: 'trailing', when: 'usage-asked' }], 'first text text finish'],
  ] as const)('%j: %s', (placements, expected) => {
    expect(kinds(placeUsage(text, placements, noTags))).toBe(expected);
  });

  test('is nowhere after an error, but for those who count even then', () => {
    const failed: Events = neutralStream({
      text: ['a', 'b'],
      error: { kind: 'server-error', afterTokens: 1 },
    });
    expect(kinds(placeUsage(failed, [{ at: 'trailing' }], noTags))).toBe(
      'first text error',
    );
    const evenFailed = [{ at: 'trailing', evenFailed: true }] as const;
    expect(kinds(placeUsage(failed, evenFailed, noTags))).toMatch(/usage\+trailing$/);
  });
});

describe('an event of a provider’s own', () => {
  test.each([
    ['start', 'x first text text finish usage'],
    ['before-finish', 'first text text x finish usage'],
    ['after-finish', 'first text text finish x usage'],
    ['end', 'first text text finish usage x'],
  ] as const)('%s: %s', (at, expected) => {
    expect(kinds(insertExtras(text, [{ kind: 'x', at }], noTags))).toBe(expected);
  });

  test('stands after the opening of every call, with that call', () => {
    const events = insertExtras(calls, [{ kind: 'x', at: 'after-open' }], noTags);
    const added = events.filter((event) => event.kinds.includes('x'));
    expect(added.map((event) => event.calls?.[0])).toMatchObject([
      { index: 0, arguments: '' },
      { index: 1, arguments: '' },
    ]);
  });
});

describe('a border inside an event', () => {
  test('joins the last of one kind with the first of the next', () => {
    const events = neutralStream({ reasoning: ['a', 'b'], text: ['c', 'd'] });
    expect(kinds(joinKinds(events, [['reasoning', 'text']]))).toBe(
      'first reasoning reasoning+text text finish usage',
    );
  });
});
