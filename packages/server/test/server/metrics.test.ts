import { EngineError } from '@samewire/engine';
import type { EngineStats } from '@samewire/engine';
import { FakeEngine } from '@samewire/engine/testing';
import { type ServerConfig, buildServer } from '@samewire/server';
import { describe, expect, test, vi } from 'vitest';
import { parseExposition } from '../support/exposition.ts';
import { Gate } from '../support/gate.ts';
import { eventually } from '../support/patience.ts';
import { chatRequest, withListeningServer } from '../support/test-server.ts';

interface MetricsOptions {
  readonly engine?: FakeEngine;
  readonly config?: Partial<ServerConfig>;
  readonly stats?: Partial<EngineStats>;
  readonly ask?: object;
}

/** What `/metrics` says after one chat: families by name. */
async function metricsAfter({ engine = new FakeEngine(), ...options }: MetricsOptions) {
  const { stats, config, ask } = options;
  const idle = await engine.stats();
  vi.spyOn(engine, 'stats').mockResolvedValue({ ...idle, ...stats });
  const server = await buildServer({
    engine,
    config: { model: { id: 'tiny' }, ...config },
  });
  await server.inject(chatRequest(ask));
  const { payload, headers } = await server.inject('/metrics');
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  await server.close();
  const families = parseExposition(payload);
  const valueOf = (series: string) =>
    families.get(series.replace(/\{.*/, ''))?.series.get(series) ??
    families
      .get(series.replace(/_(?:count|sum|bucket)(?:\{.*)?$/, ''))
      ?.series.get(series);
  return { families, valueOf };
}

const ofTiny = '{model="tiny"}';

describe('the metrics of a server', () => {
  test('count answers by route and status', async () => {
    const { valueOf } = await metricsAfter({});
    const route = 'route="/v1/chat/completions"';
    expect(valueOf(`samewire_requests_total{${route},status="200"}`)).toBe(1);
    expect(valueOf(`samewire_request_duration_seconds_count{${route}}`)).toBe(1);
    expect(valueOf(`samewire_client_aborts_total{${route}}`)).toBeUndefined();
  });

  test('count what was generated, and why it ended', async () => {
    const { valueOf } = await metricsAfter({
      engine: new FakeEngine({ reply: () => 'one two three' }),
    });
    const choices = 'samewire_choices_total{model="tiny",finish_reason="stop-token"}';
    expect(valueOf(choices)).toBe(1);
    for (const name of [
      'request_generation_tokens',
      'time_to_first_token_seconds',
      'queue_time_seconds',
      'prefill_time_seconds',
      'decode_time_seconds',
      'choice_duration_seconds',
    ])
      expect([name, valueOf(`samewire_${name}_count${ofTiny}`)]).toEqual([name, 1]);
  });

  test('count what of it was reasoning', async () => {
    const { valueOf } = await metricsAfter({
      engine: new FakeEngine({ reply: () => [{ reasoning: 'one two' }, 'three'] }),
    });
    expect(valueOf(`samewire_reasoning_tokens_total${ofTiny}`)).toBe(2);
  });

  test('count the time between the pieces of an answer, each choice for itself', async () => {
    const { valueOf } = await metricsAfter({
      engine: new FakeEngine({ reply: () => 'one two three' }),
      ask: { n: 2 },
    });
    expect(valueOf(`samewire_inter_token_latency_seconds_count${ofTiny}`)).toBe(4);
  });

  test('count what the engine refused by its reason', async () => {
    const engine = new FakeEngine({
      refuse: () => new EngineError('queue-full', 'full'),
    });
    const { valueOf } = await metricsAfter({ engine });
    const rejected = 'samewire_rejected_total{model="tiny",reason="queue-full"}';
    expect(valueOf(rejected)).toBe(1);
  });

  test('count clients that leave, and not as answered', async () => {
    const gate = new Gate();
    const engine = { beforePiece: () => gate.pass() };
    await withListeningServer({ engine }, async ({ url }) => {
      const leaving = new AbortController();
      const asked = fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(chatRequest().payload),
        signal: leaving.signal,
      });
      await gate.reached;
      leaving.abort();
      await expect(asked).rejects.toThrow('aborted');
      const route = 'route="/v1/chat/completions"';
      await eventually(async () => {
        const metrics = await (await fetch(`${url}/metrics`)).text();
        expect(metrics).toContain(`samewire_client_aborts_total{${route}} 1`);
        expect(metrics).not.toContain(`samewire_requests_total{${route}`);
      });
      gate.open();
    });
  });

  test('hold what the engine says of its steps and its cache', async () => {
    const { valueOf } = await metricsAfter({
      stats: {
        numActive: 2,
        numUsedCells: 1024,
        numKeptCells: 512,
        numCachedTokens: 30,
        numSharedTokens: 10,
        stepTimesMs: { bounds: [10, 100], counts: [1, 2, 3], sum: 900 },
      },
    });
    expect(valueOf(`samewire_model_loaded${ofTiny}`)).toBe(1);
    expect(valueOf(`samewire_slots_busy${ofTiny}`)).toBe(2);
    expect(valueOf(`samewire_kv_cache_usage_ratio${ofTiny}`)).toBe(0.25);
    const cached = 'samewire_cached_prompt_tokens_total';
    expect(valueOf(`${cached}{model="tiny",source="kept"}`)).toBe(20);
    expect(valueOf(`${cached}{model="tiny",source="in_flight"}`)).toBe(10);
    const bucket = 'samewire_step_seconds_bucket';
    expect(valueOf(`${bucket}{model="tiny",le="0.1"}`)).toBe(3);
    expect(valueOf(`${bucket}{model="tiny",le="+Inf"}`)).toBe(6);
    expect(valueOf(`samewire_step_seconds_sum${ofTiny}`)).toBe(0.9);
  });

  test('are there while the engine is not', async () => {
    const engine = new FakeEngine();
    await engine.close();
    const closed = await metricsAfter({ engine });
    expect(closed.valueOf(`samewire_model_loaded${ofTiny}`)).toBe(0);
    expect(closed.families.has('samewire_slots_total')).toBe(false);
    const crashing = new FakeEngine();
    const server = await buildServer({
      engine: crashing,
      config: { model: { id: 'tiny' } },
    });
    vi.spyOn(crashing, 'stats').mockRejectedValue(new EngineError('engine-lost', 'gone'));
    expect((await server.inject('/metrics')).statusCode).toBe(200);
  });

  test('can be read whatever the model is called', async () => {
    const id = 'a "quoted" \\ back\nslash';
    const { families } = await metricsAfter({ config: { model: { id } } });
    const [series] = families.get('samewire_model_loaded')?.series.keys() ?? [];
    expect(series).toBe(
      String.raw`samewire_model_loaded{model="a \"quoted\" \\ back\nslash"}`,
    );
  });

  test('say nothing of whoever asked', async () => {
    const { families } = await metricsAfter({
      config: { metricsCompat: ['vllm', 'llamacpp'] },
      ask: { user: 'somebody', messages: [{ role: 'user', content: 'a secret' }] },
    });
    const text = [...families.values()]
      .flatMap(({ series }) => Array.from(series.keys()))
      .join();
    expect(text).not.toMatch(/somebody|secret/);
  });
});

const drafts = {
  numDrafts: 6,
  numDraftTokens: 30,
  numAcceptedDraftTokens: 21,
  modelDrafts: {
    numDrafts: 4,
    numTokens: 24,
    numAcceptedTokens: 20,
    milliseconds: 1500,
  },
};

describe('the metrics of drafts', () => {
  test('tell those of texts from those of a draft model, and what that takes', async () => {
    const { valueOf } = await metricsAfter({ stats: drafts });
    expect(valueOf('samewire_drafts_total{model="tiny",source="text"}')).toBe(2);
    expect(valueOf('samewire_drafts_total{model="tiny",source="model"}')).toBe(4);
    expect(valueOf('samewire_draft_tokens_total{model="tiny",source="model"}')).toBe(24);
    expect(
      valueOf('samewire_accepted_draft_tokens_total{model="tiny",source="text"}'),
    ).toBe(1);
    expect(valueOf('samewire_draft_model_seconds_total{model="tiny"}')).toBe(1.5);
  });
});

describe('the metrics under the names of others', () => {
  const stats = {
    numActive: 3,
    numWaiting: 4,
    numUsedCells: 2048,
    numKeptCells: 1024,
    numPromptTokens: 100,
    numCachedTokens: 40,
    numGeneratedTokens: 50,
    ...drafts,
    stepTimesMs: { bounds: [10], counts: [7, 1], sum: 80 },
  };

  test('are not there unless asked for', async () => {
    const { families } = await metricsAfter({});
    expect([...families.keys()].filter((name) => name.includes(':'))).toEqual([]);
  });

  test("are vLLM's, with its labels", async () => {
    const { families, valueOf } = await metricsAfter({
      stats,
      config: { metricsCompat: ['vllm'] },
    });
    const labels = '{engine="0",model_name="tiny"}';
    expect(valueOf(`vllm:num_requests_running${labels}`)).toBe(3);
    expect(valueOf(`vllm:num_requests_waiting${labels}`)).toBe(4);
    expect(valueOf(`vllm:kv_cache_usage_perc${labels}`)).toBe(0.25);
    expect(valueOf(`vllm:prefix_cache_queries_total${labels}`)).toBe(100);
    expect(valueOf(`vllm:prefix_cache_hits_total${labels}`)).toBe(40);
    expect(valueOf(`vllm:generation_tokens_total${labels}`)).toBe(50);
    expect(valueOf(`vllm:spec_decode_num_drafts_total${labels}`)).toBe(6);
    expect(valueOf(`vllm:spec_decode_num_draft_tokens_total${labels}`)).toBe(30);
    expect(valueOf(`vllm:spec_decode_num_accepted_tokens_total${labels}`)).toBe(21);
    expect(valueOf(`vllm:e2e_request_latency_seconds_count${labels}`)).toBe(1);
    const ended = 'vllm:request_success_total';
    expect(valueOf(`${ended}{engine="0",model_name="tiny",finished_reason="stop"}`)).toBe(
      1,
    );
    for (const name of [
      'num_preemptions_total',
      'prompt_tokens_total',
      'request_prompt_tokens',
      'request_generation_tokens',
      'time_to_first_token_seconds',
      'inter_token_latency_seconds',
      'request_time_per_output_token_seconds',
      'request_queue_time_seconds',
      'request_prefill_time_seconds',
      'request_decode_time_seconds',
    ])
      expect([...families.keys()]).toContain(`vllm:${name}`);
  });

  test("are llama-server's, which have no labels", async () => {
    const { valueOf } = await metricsAfter({
      stats,
      config: { metricsCompat: ['llamacpp'] },
    });
    expect(valueOf('llamacpp:prompt_tokens_total')).toBe(60);
    expect(valueOf('llamacpp:prompt_tokens_cached_total')).toBe(40);
    expect(valueOf('llamacpp:tokens_predicted_total')).toBe(50);
    expect(valueOf('llamacpp:n_decode_total')).toBe(8);
    expect(valueOf('llamacpp:requests_processing')).toBe(3);
    expect(valueOf('llamacpp:requests_deferred')).toBe(4);
    expect(valueOf('llamacpp:prompt_tokens_seconds')).toBe(0);
  });

  test('are left out as far as the engine has to say them', async () => {
    const engine = new FakeEngine();
    await engine.close();
    const { families } = await metricsAfter({
      engine,
      config: { metricsCompat: ['vllm', 'llamacpp'] },
    });
    expect(families.has('vllm:num_requests_running')).toBe(false);
    expect(families.has('llamacpp:requests_processing')).toBe(false);
    expect(families.has('vllm:request_success_total')).toBe(true);
  });

  test('say where cached tokens came from, and what the tiers below the cells hold', async () => {
    const { valueOf } = await metricsAfter({
      stats: {
        numCachedTokens: 100,
        numSharedTokens: 10,
        numRestoredTokens: 50,
        numDiskTokens: 20,
        cacheRamBytes: 4096,
        promotions: { numTokens: 50, numBytes: 6000, milliseconds: 250 },
      },
    });
    const cached = ['kept', 'in_flight', 'ram', 'disk'].map((source) =>
      valueOf(`samewire_cached_prompt_tokens_total{model="tiny",source="${source}"}`),
    );
    expect(cached).toEqual([40, 10, 30, 20]);
    expect(valueOf('samewire_cache_tier_bytes{model="tiny",tier="ram"}')).toBe(4096);
    const copies = 'samewire_cell_copy_seconds_total{model="tiny",direction="promote"}';
    expect(valueOf(copies)).toBe(0.25);
  });
});
