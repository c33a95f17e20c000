import { faultNames } from '@samewire/mock';
import { describe, expect, test, vi } from 'vitest';
import { faultOutcomes } from './outcomes.ts';
import { seeNobody, seeThrough, type Way } from './seen-by-client.ts';

const ways: readonly Way[] = ['the HTTP server', 'the fetch function'];
const cases = faultNames
  .flatMap((fault) => ways.map((way) => ({ fault, way })))
  // A server cannot refuse one connection in particular.
  .filter(({ fault, way }) => fault !== 'connection-refused' || way !== ways[0]);

describe('the official client sees', () => {
  test.each(cases)('$fault through $way as documented', async ({ fault, way }) => {
    // The client says what it could not parse.
    vi.spyOn(console, 'error').mockReturnValue();
    const { seen, retried = seen, rule, json } = faultOutcomes[fault];
    const always = { fault, afterEvents: 1, ...rule };
    expect(await seeThrough(way, always, { json })).toBe(seen);
    const once = { ...always, calls: [1] };
    expect(await seeThrough(way, once, { json, maxRetries: 2 })).toBe(retried);
  });

  test('that nobody listens, where the server was told to refuse', async () => {
    expect(await seeNobody()).toBe(faultOutcomes['connection-refused'].seen);
  });
});
