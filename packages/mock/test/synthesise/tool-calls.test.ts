import type { Scenario } from '@samewire/mock/scenario';
import { profile, profileIds, synthesise } from '@samewire/mock/synthesise';
import { describe, expect, test } from 'vitest';
import { eventsOf } from './answer-text.ts';

interface CallPiece {
  readonly id?: string | null;
  readonly function?: {
    readonly name?: string | null;
    readonly arguments?: string | null;
  };
}

const scenario: Scenario = {
  text: 'Let me look.',
  toolCalls: [
    { name: 'look', arguments: { at: 'sea', far: true } },
    { name: 'listen', arguments: { to: 'wind' } },
  ],
};

/** The calls of a stream, put together in the order in which they open. */
function callsOf(id: string): { name: string; arguments: string }[] {
  const request = { body: { stream: true } };
  const calls: { name: string; arguments: string }[] = [];
  for (const event of eventsOf(synthesise({ profile: profile(id), scenario, request }))) {
    const [choice] = event['choices'] as {
      delta?: { tool_calls?: CallPiece[] | null };
    }[];
    for (const { function: called } of choice?.delta?.tool_calls ?? []) {
      if (called?.name) calls.push({ name: called.name, arguments: '' });
      const last = calls.at(-1);
      if (last) last.arguments += called?.arguments ?? '';
    }
  }
  return calls;
}

describe.each(profileIds)('parallel tool calls as %s streams them', (id) => {
  test('are whole when put together', () => {
    // Some repeat the name in every piece.
    const calls = callsOf(id).filter((call) => call.arguments !== '');
    const names = [...new Set(calls.map(({ name }) => name))];
    const joined = names.map((name) =>
      calls
        .filter((call) => call.name === name)
        .map((call) => call.arguments)
        .join(''),
    );
    expect(names).toEqual(['look', 'listen']);
    expect(joined.map((text) => JSON.parse(text) as unknown)).toEqual([
      { at: 'sea', far: true },
      { to: 'wind' },
    ]);
  });

  test('end with the provider’s own word', () => {
    const events = eventsOf(
      synthesise({ profile: profile(id), scenario, request: { body: { stream: true } } }),
    );
    const reasons = events
      .flatMap(({ choices }) => choices as { finish_reason?: string | null }[])
      .map((choice) => choice.finish_reason)
      .filter(Boolean);
    const expected = profile(id).finishReasons['tool-calls'];
    expect(new Set(reasons)).toEqual(new Set(expected === '' ? [] : [expected]));
  });
});
