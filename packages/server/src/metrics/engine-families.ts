import type { CellCopies, EngineStats, ModelInfo } from '@samewire/engine';
import { version } from '../version.ts';
import { counter, type Family, gauge, histogramOfSeconds, withLabels } from './family.ts';

export function buildFamily(): Family {
  return withLabels(gauge('samewire_build_info', 'The version that runs.', 1), {
    version,
  });
}

/** What can be said whatever the engine does. */
export function lifeFamilies(model: string, isLoaded: boolean): Family[] {
  return [
    withLabels(
      gauge('samewire_model_loaded', 'Whether the model can be used.', isLoaded ? 1 : 0),
      { model },
    ),
  ];
}

/** The engine keeps these figures, so they are written down instead of being counted again. */
export function engineFamilies(
  model: string,
  stats: EngineStats,
  info: ModelInfo,
): Family[] {
  return [
    ...modelFamilies(info),
    ...queueFamilies(stats, info),
    ...cacheFamilies(stats, info),
    ...tierFamilies(stats),
    ...workFamilies(stats),
  ].map((family) => withLabels(family, { model }));
}

function modelFamilies(info: ModelInfo): Family[] {
  return [
    gauge('samewire_model_size_bytes', 'Weights of the model.', info.sizeBytes),
    gauge(
      'samewire_draft_model_size_bytes',
      'Weights of the model that drafts; 0 if there is none.',
      info.draftModel?.sizeBytes ?? 0,
    ),
    gauge(
      'samewire_context_length_tokens',
      'Most tokens one request may use.',
      info.contextLength,
    ),
  ];
}

function queueFamilies(stats: EngineStats, info: ModelInfo): Family[] {
  return [
    gauge(
      'samewire_requests_running',
      'Sequences in prefill or decode.',
      stats.numActive,
    ),
    gauge(
      'samewire_requests_waiting',
      'Accepted sequences that wait for a slot.',
      stats.numWaiting,
    ),
    gauge(
      'samewire_requests_following',
      'Waiting sequences whose prompt another one is computing for them.',
      stats.numFollowing,
    ),
    gauge(
      'samewire_waiting_prompt_tokens',
      'Prompt tokens of sequences that wait for their first step.',
      stats.numWaitingTokens,
    ),
    gauge(
      'samewire_estimated_wait_seconds',
      'How long a request that came now would wait, about.',
      stats.estimatedWaitMs / 1000,
    ),
    gauge(
      'samewire_embedding_requests_waiting',
      'Requests for embeddings that have not got all of theirs.',
      stats.numWaitingEmbeddings,
    ),
    gauge('samewire_slots_total', 'Sequences computed together at most.', info.numSlots),
    gauge('samewire_slots_busy', 'Slots that hold a sequence.', stats.numActive),
  ];
}

function cacheFamilies(stats: EngineStats, info: ModelInfo): Family[] {
  const kept = stats.numCachedTokens - stats.numSharedTokens - stats.numRestoredTokens;
  const fromRam = stats.numRestoredTokens - stats.numDiskTokens;
  return [
    gauge(
      'samewire_kv_cache_tokens',
      'Tokens the KV cache can hold.',
      info.kvCacheTokens,
    ),
    gauge(
      'samewire_kv_cache_usage_ratio',
      'Share of the KV cells in use, kept prefixes included.',
      shareOf(stats.numUsedCells, info),
    ),
    gauge(
      'samewire_kv_cache_kept_ratio',
      'Share of the KV cells that hold nothing but kept prefixes.',
      shareOf(stats.numKeptCells, info),
    ),
    counter(
      'samewire_prompt_tokens_total',
      'Tokens of all prompts that were let in.',
      stats.numPromptTokens,
    ),
    counter(
      'samewire_cached_prompt_tokens_total',
      'Prompt tokens found in the cache: kept from earlier, computed at that time for another, ' +
        'or brought back from RAM or disk.',
      [
        { labels: { source: 'kept' }, value: kept },
        { labels: { source: 'in_flight' }, value: stats.numSharedTokens },
        { labels: { source: 'ram' }, value: fromRam },
        { labels: { source: 'disk' }, value: stats.numDiskTokens },
      ],
    ),
    counter(
      'samewire_evictions_total',
      'Kept prefixes given up for room.',
      stats.numEvictions,
    ),
    counter(
      'samewire_evicted_tokens_total',
      'Tokens of kept prefixes given up for room.',
      stats.numEvictedTokens,
    ),
  ];
}

/** A model that only makes embeddings has no cache. */
function shareOf(numCells: number, { kvCacheTokens }: ModelInfo): number {
  return kvCacheTokens === 0 ? 0 : numCells / kvCacheTokens;
}

/** Where prefixes go that lose their cells, and how they come back. */
function tierFamilies(stats: EngineStats): Family[] {
  const { demotions, promotions } = stats;
  const directions = (read: (copies: CellCopies) => number) => [
    { labels: { direction: 'demote' }, value: read(demotions) },
    { labels: { direction: 'promote' }, value: read(promotions) },
  ];
  return [
    counter(
      'samewire_dropped_tokens_total',
      'Evicted tokens that could not be saved in the time of a step.',
      stats.numDroppedTokens,
    ),
    {
      ...gauge('samewire_cache_tier_bytes', 'What prefixes take that have no cells.', 0),
      samples: [
        { labels: { tier: 'ram' }, value: stats.cacheRamBytes },
        { labels: { tier: 'disk' }, value: stats.cacheDiskBytes },
      ],
    },
    gauge(
      'samewire_cache_ram_limit_bytes',
      'What prefixes that have no cells may take in RAM.',
      stats.cacheRamLimitBytes,
    ),
    counter(
      'samewire_cell_copy_tokens_total',
      'Tokens whose cells were copied to RAM, and back.',
      directions(({ numTokens }) => numTokens),
    ),
    counter(
      'samewire_cell_copy_bytes_total',
      'Bytes copied from cells to RAM, and back.',
      directions(({ numBytes }) => numBytes),
    ),
    counter(
      'samewire_cell_copy_seconds_total',
      'Time that copies from cells to RAM took, and back.',
      directions(({ milliseconds }) => milliseconds / 1000),
    ),
  ];
}

/** Drafts of texts that answers follow, and of the draft model. */
function bySource(all: number, ofModel: number) {
  return [
    { labels: { source: 'text' }, value: all - ofModel },
    { labels: { source: 'model' }, value: ofModel },
  ];
}

function workFamilies(stats: EngineStats): Family[] {
  return [
    counter(
      'samewire_generation_tokens_total',
      'Tokens generated.',
      stats.numGeneratedTokens,
    ),
    counter(
      'samewire_step_tokens_total',
      'Tokens computed in steps: of prompts, or of running answers.',
      [
        { labels: { kind: 'decode' }, value: stats.numDecodeTokens },
        { labels: { kind: 'prefill' }, value: stats.numPrefillTokens },
      ],
    ),
    counter(
      'samewire_drafts_total',
      'Drafts computed: tokens that were likely to follow.',
      bySource(stats.numDrafts, stats.modelDrafts.numDrafts),
    ),
    counter(
      'samewire_draft_tokens_total',
      'Tokens of drafts computed.',
      bySource(stats.numDraftTokens, stats.modelDrafts.numTokens),
    ),
    counter(
      'samewire_accepted_draft_tokens_total',
      'Tokens of drafts that were right.',
      bySource(stats.numAcceptedDraftTokens, stats.modelDrafts.numAcceptedTokens),
    ),
    counter(
      'samewire_draft_model_seconds_total',
      'Time that the draft model took, or the layer that drafts, for reading and for drafts.',
      stats.modelDrafts.milliseconds / 1000,
    ),
    counter(
      'samewire_embedded_tokens_total',
      'Tokens of texts turned into vectors, and of documents ranked.',
      stats.numEmbeddedTokens,
    ),
    histogramOfSeconds(
      'samewire_step_seconds',
      'How long a step took.',
      stats.stepTimesMs,
    ),
    counter(
      'samewire_preemptions_total',
      'Sequences that gave their cells to others and waited again.',
      stats.numPreemptions,
    ),
    counter(
      'samewire_missed_deadlines_total',
      'Requests given up because their first token was late.',
      stats.numMissedDeadlines,
    ),
  ];
}
