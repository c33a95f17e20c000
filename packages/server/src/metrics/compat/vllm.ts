import { counter, type Family, gauge, withLabels } from '../family.ts';
import type { OwnFamilies } from './own-families.ts';

/** Names that mean the same. Source: vLLM's documentation of its metrics, 0.32. */
const sameMeaning = {
  requests_running: 'num_requests_running',
  requests_waiting: 'num_requests_waiting',
  preemptions_total: 'num_preemptions_total',
  prompt_tokens_total: 'prompt_tokens_total',
  generation_tokens_total: 'generation_tokens_total',
  request_prompt_tokens: 'request_prompt_tokens',
  request_generation_tokens: 'request_generation_tokens',
  time_to_first_token_seconds: 'time_to_first_token_seconds',
  inter_token_latency_seconds: 'inter_token_latency_seconds',
  time_per_output_token_seconds: 'request_time_per_output_token_seconds',
  choice_duration_seconds: 'e2e_request_latency_seconds',
  queue_time_seconds: 'request_queue_time_seconds',
  prefill_time_seconds: 'request_prefill_time_seconds',
  decode_time_seconds: 'request_decode_time_seconds',
};

/** The same, of which we tell drafts of texts and of a model apart. */
const sameMeaningInSum = {
  drafts_total: 'spec_decode_num_drafts_total',
  draft_tokens_total: 'spec_decode_num_draft_tokens_total',
  accepted_draft_tokens_total: 'spec_decode_num_accepted_tokens_total',
};

const finishedReasons: Readonly<Record<string, string>> = {
  'stop-token': 'stop',
  'stop-sequence': 'stop',
  length: 'length',
  cancelled: 'abort',
};

/** The figures under vLLM's names, which dashboards, autoscalers and gateways read. */
export function vllmFamilies(own: OwnFamilies, model: string): Family[] {
  const labels = { engine: '0', model_name: model };
  return [
    ...Object.entries(sameMeaning).flatMap(([name, theirs]) =>
      own.renamed(name, `vllm:${theirs}`, labels),
    ),
    ...Object.entries(sameMeaningInSum).flatMap(([name, theirs]) =>
      own.summed(name, `vllm:${theirs}`, labels),
    ),
    ...[finished(own), ...(own.has('slots_total') ? cacheFamilies(own) : [])].map(
      (family) => withLabels(family, labels),
    ),
  ];
}

function finished(own: OwnFamilies): Family {
  const counts = new Map<string, number>();
  for (const { samples } of own.renamed('choices_total', '', {}))
    for (const { labels = {}, value } of samples) {
      const reason = finishedReasons[labels['finish_reason'] ?? ''] ?? 'error';
      counts.set(reason, (counts.get(reason) ?? 0) + value);
    }
  return counter(
    'vllm:request_success_total',
    'Choices that ended.',
    Array.from(counts, ([reason, value]) => ({
      labels: { finished_reason: reason },
      value,
    })),
  );
}

function cacheFamilies(own: OwnFamilies): Family[] {
  return [
    // vLLM counts what nobody uses at the moment as free.
    gauge(
      'vllm:kv_cache_usage_perc',
      'Share of the KV cells that sequences use.',
      own.sum('kv_cache_usage_ratio') - own.sum('kv_cache_kept_ratio'),
    ),
    counter(
      'vllm:prefix_cache_queries_total',
      'Prompt tokens that were looked up in the cache.',
      own.sum('prompt_tokens_total'),
    ),
    counter(
      'vllm:prefix_cache_hits_total',
      'Prompt tokens that were found in the cache.',
      own.sum('cached_prompt_tokens_total'),
    ),
  ];
}
