import { FakeEngine } from '@samewire/engine/testing';
import { describe, expect, test } from 'vitest';
import { buildServer } from '../../src/index.ts';

async function serverWith(engine: FakeEngine) {
  return buildServer({
    engine,
    config: { model: { id: 'tiny' }, allowedHosts: 'any' },
  });
}

async function metricsAfter(
  engine: FakeEngine,
  body: object,
): Promise<Map<string, number>> {
  const server = await serverWith(engine);
  await server.inject({ method: 'POST', url: '/v1/chat/completions', payload: body });
  const { payload, headers } = await server.inject('/metrics');
  expect(headers['content-type']).toContain('text/plain; version=0.0.4');
  await server.close();
  return valuesOf(payload);
}

/** Values by series; every line that is no comment has to be one. */
function valuesOf(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, series = '', value = ''] = /^(\S+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      expect(series).not.toBe('');
      return [series, Number(value)];
    }),
  );
}

const hello = { model: 'tiny', messages: [{ role: 'user', content: 'Hi' }] };

describe('the metrics of a server', () => {
  test('count answers by route and status', async () => {
    const values = await metricsAfter(new FakeEngine(), hello);
    const series = 'samewire_requests_total{route="/v1/chat/completions",status="200"}';
    expect(values.get(series)).toBe(1);
  });

  test('count what was generated, and why it ended', async () => {
    const values = await metricsAfter(new FakeEngine({ reply: () => 'one two' }), hello);
    expect(values.get('samewire_choices_total{finish_reason="stop-token"}')).toBe(1);
    expect(values.get('samewire_request_generation_tokens_count')).toBe(1);
    expect(values.get('samewire_time_to_first_token_seconds_count')).toBe(1);
  });

  test('count what the engine refused by its reason', async () => {
    const engine = new FakeEngine();
    await engine.close();
    const values = await metricsAfter(engine, hello);
    expect(values.get('samewire_rejected_total{reason="closed"}')).toBe(1);
    expect(values.get('samewire_model_loaded')).toBe(0);
  });

  test('hold what the engine says of its steps and its cache', async () => {
    const values = await metricsAfter(new FakeEngine(), hello);
    expect(values.get('samewire_model_loaded')).toBe(1);
    expect(values.get('samewire_kv_cache_usage_ratio')).toBe(0);
    expect(values.get('samewire_step_seconds_bucket{le="+Inf"}')).toBe(0);
  });

  test('say where cached tokens came from, and what the tiers below the cells hold', async () => {
    const engine = new FakeEngine();
    const stats = await engine.stats();
    engine.stats = async () => ({
      ...stats,
      numCachedTokens: 100,
      numSharedTokens: 10,
      numRestoredTokens: 50,
      numDiskTokens: 20,
      cacheRamBytes: 4096,
      promotions: { numTokens: 50, numBytes: 6000, milliseconds: 250 },
    });
    const values = await metricsAfter(engine, hello);
    const cached = (source: string) =>
      values.get(`samewire_cached_prompt_tokens_total{source="${source}"}`);
    expect([cached('kept'), cached('in_flight'), cached('ram'), cached('disk')]).toEqual([
      40, 10, 30, 20,
    ]);
    expect(values.get('samewire_cache_tier_bytes{tier="ram"}')).toBe(4096);
    const seconds = 'samewire_cell_copy_seconds_total{direction="promote"}';
    expect(values.get(seconds)).toBe(0.25);
  });
});
