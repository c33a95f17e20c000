import { FakeEngine } from '@samewire/engine/testing';
import { finishReasons } from '@samewire/engine';
import type { Family } from '../src/metrics/family.ts';
import { ModelMetrics } from '../src/metrics/model-metrics.ts';
import { ServerMetrics } from '../src/metrics/server-metrics.ts';
import { cell, markdownTable } from './markdown-table.ts';

/** docs/metrics.md, made from what a server that has done a little says of itself. */
export async function renderMetrics(): Promise<string> {
  const families = await exampleFamilies();
  const tableOf = (prefix: string) =>
    markdownTable(
      ['Name', 'Type', 'Labels', 'What it says'],
      families.filter(({ name }) => name.startsWith(prefix)).map(familyRow),
    );
  return `# Metrics

\`GET /metrics\` answers in Prometheus' text format. This page is made from
\`packages/server/src/metrics\`; see [how to renew it](#renewing-this-page).

With API keys it wants one like every route:

\`\`\`yaml
scrape_configs:
  - job_name: samewire
    authorization: { credentials_file: key.txt }
    static_configs: [{ targets: ['127.0.0.1:8484'] }]
\`\`\`

No label says who asked or what. \`model\` is the id that clients name the model by.

## Names

${tableOf('samewire_')}

- A request may have several choices, and each of its prompts is a request to the engine. Times of
  choices begin when the engine has accepted the request; \`samewire_request_duration_seconds\` is
  what the HTTP request took.
- Those of choices are counted at their end. One that ended before its first token has no times.
- What the engine says is there while a model is loaded, and up to 20 ms old under load. After a
  crash of the engine's process its counters begin at 0 again, as Prometheus expects.
- Beside these there are the usual figures of a Node process, as \`samewire_process_…\` and
  \`samewire_nodejs_…\`: memory, processor time, delays of the event loop, garbage collection.
  Delays are looked at every 100 ms, and count from the last look: of a loop that is never late they
  are 0.1 s.

## vLLM's names

With \`metrics-compat: vllm\`, for dashboards, autoscalers and gateways that read them:

${tableOf('vllm:')}

A choice is what vLLM calls a request. Cells that hold nothing but kept prefixes count as free in
\`vllm:kv_cache_usage_perc\`, because any request may have them. What vLLM counts of places in
drafts, LoRA, transfers between machines and its own blocks has nothing here to count.

## llama-server's names

With \`metrics-compat: llamacpp\`:

${tableOf('llamacpp:')}

The rates are means since the start, and too low after a crash of the engine's process.
\`n_tokens_max\`, \`n_busy_slots_per_decode\` and \`spec_decode_…\` are not there.

## Renewing this page

\`\`\`sh
npm run docs --workspace packages/server
\`\`\`
`;
}

/** Every series shows once there is something to count. */
async function exampleFamilies(): Promise<Family[]> {
  const metrics = new ServerMetrics(['vllm', 'llamacpp']);
  const ofModel = new ModelMetrics('model');
  const timings = { queueMs: 1, prefillMs: 1, decodeMs: 1 };
  for (const reason of finishReasons)
    ofModel.generation.finished({
      type: 'finish',
      choice: 0,
      reason,
      numGeneratedTokens: 2,
      numReasoningTokens: 1,
      numCachedTokens: 0,
      timings,
    });
  ofModel.generation.rejected('queue-full');
  metrics.http.answered('/', 200, 1);
  metrics.http.aborted('/');
  const families = await metrics.families([
    { engine: new FakeEngine(), metrics: ofModel },
  ]);
  return families.filter(({ name }) => !/^samewire_(?:process|nodejs)_/.test(name));
}

function familyRow({ name, type, help, samples }: Family): string[] {
  const labels = new Set(samples.flatMap((sample) => Object.keys(sample.labels ?? {})));
  labels.delete('le');
  const shown = Array.from(labels, (label) => `\`${label}\``).join(', ');
  return [`\`${name}\``, type, shown, cell(help)];
}
