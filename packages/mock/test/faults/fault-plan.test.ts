import { type Exchange, type FaultRule, Mock } from '@samewire/mock';
import { describe, expect, test } from 'vitest';
import { chatExchange, chatRequest } from '../support/exchanges.ts';

function statuses(mock: Mock, session: string, count: number): number[] {
  return Array.from({ length: count }, () => {
    const decision = mock.decide(
      chatRequest({}, { headers: [['x-mock-session', session]] }),
    );
    return decision.do === 'answer' ? decision.plan.status : 0;
  });
}

describe('which requests meet a fault', () => {
  const exchanges: readonly Exchange[] = [chatExchange({}, { n: 1 })];

  test('is said by call, counted in each session', () => {
    const faults: FaultRule[] = [{ fault: 'http-429', calls: [1, 2] }];
    const mock = new Mock({ cassettes: [{ exchanges }], faults });
    expect(statuses(mock, 'a', 3)).toEqual([429, 429, 200]);
    expect(statuses(mock, 'b', 3)).toEqual([429, 429, 200]);
  });

  test('is said by chance, the same for the same seed, whatever other sessions do', () => {
    const faults: FaultRule[] = [{ fault: 'http-500', probability: 0.5 }];
    const make = (seed: number) =>
      new Mock({ cassettes: [{ exchanges }], faults, repeat: 'last', seed });
    const [one, other] = [make(7), make(7)];
    statuses(other, 'b', 5);
    const drawn = statuses(one, 'a', 40);
    expect(statuses(other, 'a', 40)).toEqual(drawn);
    expect(statuses(make(8), 'a', 40)).not.toEqual(drawn);
    expect(new Set(drawn)).toEqual(new Set([200, 500]));
  });

  test('is said by a rule and by a session', () => {
    const faults: FaultRule[] = [
      { fault: 'http-500', match: { model: 'other' } },
      { fault: 'http-429', session: 'b' },
    ];
    const mock = new Mock({ cassettes: [{ exchanges }], faults });
    expect(statuses(mock, 'a', 1)).toEqual([200]);
    expect(statuses(mock, 'b', 1)).toEqual([429]);
  });

  test('a request that met one gets the recorded answer when it is sent again', () => {
    const mock = new Mock({
      cassettes: [{ exchanges }],
      faults: [{ fault: 'close-midstream', calls: [1] }],
    });
    const ends = [mock.decide(chatRequest()), mock.decide(chatRequest())].map(
      (decision) => (decision.do === 'answer' ? decision.plan.end : decision.do),
    );
    expect(ends).toEqual(['close', 'complete']);
    expect(() => mock.assertDone()).not.toThrow();
  });
});
