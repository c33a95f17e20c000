import type {
  CellCopies,
  Engine,
  EngineStats,
  Histogram,
  ModelInfo,
} from '@samewire/engine';
import { version } from '../version.ts';

/** One family of the text format: its name, type, and lines of values. */
interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly suffix?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * What the engine says of itself, in Prometheus' text format (version 0.0.4). The engine keeps
 * these figures, so they are written down as they are instead of being counted again.
 */
export async function engineMetrics(engine: Engine): Promise<string> {
  const status = engine.status();
  const families: Family[] = [
    gauge('build_info', 'The version that runs', 1, { version }),
    gauge(
      'model_loaded',
      'Whether the model can be used',
      status.phase === 'ready' ? 1 : 0,
    ),
  ];
  if (status.phase === 'ready')
    families.push(...statsFamilies(await engine.stats(), status.model));
  return families.map(format).join('');
}

function statsFamilies(stats: EngineStats, model: ModelInfo): Family[] {
  return [
    gauge('requests_running', 'Sequences in prefill or decode', stats.numActive),
    gauge(
      'requests_waiting',
      'Accepted sequences that wait for a slot',
      stats.numWaiting,
    ),
    gauge(
      'requests_following',
      'Waiting sequences whose prompt another one is computing for them',
      stats.numFollowing,
    ),
    gauge(
      'waiting_prompt_tokens',
      'Prompt tokens of sequences that wait for their first step',
      stats.numWaitingTokens,
    ),
    gauge(
      'estimated_wait_seconds',
      'How long a request that came now would wait, about',
      stats.estimatedWaitMs / 1000,
    ),
    gauge('slots_total', 'Sequences computed together at most', model.numSlots),
    gauge(
      'kv_cache_usage_ratio',
      'KV cells in use, kept prefixes included',
      stats.numUsedCells / model.kvCacheTokens,
    ),
    gauge(
      'kv_cache_kept_ratio',
      'KV cells that hold nothing but kept prefixes',
      stats.numKeptCells / model.kvCacheTokens,
    ),
    counter('prompt_tokens_total', 'Tokens of all prompts let in', stats.numPromptTokens),
    counter(
      'cached_prompt_tokens_total',
      'Prompt tokens found in the cache, by where they came from',
      [
        {
          labels: { source: 'kept' },
          value: stats.numCachedTokens - stats.numSharedTokens - stats.numRestoredTokens,
        },
        { labels: { source: 'in_flight' }, value: stats.numSharedTokens },
        {
          labels: { source: 'ram' },
          value: stats.numRestoredTokens - stats.numDiskTokens,
        },
        { labels: { source: 'disk' }, value: stats.numDiskTokens },
      ],
    ),
    counter('generation_tokens_total', 'Tokens generated', stats.numGeneratedTokens),
    counter('step_tokens_total', 'Tokens computed in steps', [
      { labels: { kind: 'decode' }, value: stats.numDecodeTokens },
      { labels: { kind: 'prefill' }, value: stats.numPrefillTokens },
    ]),
    histogram('step_seconds', 'How long a step took', stats.stepTimesMs),
    counter(
      'preemptions_total',
      'Sequences that gave way to others',
      stats.numPreemptions,
    ),
    counter('evictions_total', 'Kept prefixes given up for room', stats.numEvictions),
    counter('evicted_tokens_total', 'Tokens of those', stats.numEvictedTokens),
    counter(
      'dropped_tokens_total',
      'Those of them that could not be saved in the time of a step',
      stats.numDroppedTokens,
    ),
    ...tierFamilies(stats),
    counter(
      'missed_deadlines_total',
      'Requests whose first token was late',
      stats.numMissedDeadlines,
    ),
  ];
}

function tierFamilies(stats: EngineStats): Family[] {
  const tiers = [
    { labels: { tier: 'ram' }, value: stats.cacheRamBytes },
    { labels: { tier: 'disk' }, value: stats.cacheDiskBytes },
  ];
  const copies = [
    { labels: { direction: 'demote' }, copies: stats.demotions },
    { labels: { direction: 'promote' }, copies: stats.promotions },
  ];
  const each = (read: (of: CellCopies) => number) =>
    copies.map((copy) => ({ labels: copy.labels, value: read(copy.copies) }));
  return [
    {
      name: 'cache_tier_bytes',
      type: 'gauge',
      help: 'What prefixes take that lost their cells',
      samples: tiers,
    },
    gauge(
      'cache_ram_limit_bytes',
      'What they may take in RAM',
      stats.cacheRamLimitBytes,
    ),
    counter(
      'cell_copy_tokens_total',
      'Tokens copied from cells to RAM, and back',
      each(({ numTokens }) => numTokens),
    ),
    counter(
      'cell_copy_bytes_total',
      'Bytes of those',
      each(({ numBytes }) => numBytes),
    ),
    counter(
      'cell_copy_seconds_total',
      'Time of those',
      each(({ milliseconds }) => milliseconds / 1000),
    ),
  ];
}

function gauge(
  name: string,
  help: string,
  value: number,
  labels: Readonly<Record<string, string>> = {},
): Family {
  return { name, help, type: 'gauge', samples: [{ value, labels }] };
}

function counter(name: string, help: string, value: number | readonly Sample[]): Family {
  const samples = typeof value === 'number' ? [{ value }] : value;
  return { name, help, type: 'counter', samples };
}

/** From milliseconds, whose buckets count each value once, to seconds that add up. */
function histogram(
  name: string,
  help: string,
  { bounds, counts, sum }: Histogram,
): Family {
  let total = 0;
  const buckets = counts.map((count, index) => {
    total += count;
    const bound = bounds[index];
    const le = bound === undefined ? '+Inf' : String(bound / 1000);
    return { suffix: '_bucket', labels: { le }, value: total };
  });
  const samples = [
    ...buckets,
    { suffix: '_sum', value: sum / 1000 },
    { suffix: '_count', value: total },
  ];
  return { name, help, type: 'histogram', samples };
}

function format({ name, type, help, samples }: Family): string {
  const fullName = `samewire_${name}`;
  const lines = samples.map(({ suffix = '', labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
    const labelText = pairs.length > 0 ? `{${pairs.join(',')}}` : '';
    return `${fullName}${suffix}${labelText} ${value}\n`;
  });
  return `# HELP ${fullName} ${help}\n# TYPE ${fullName} ${type}\n${lines.join('')}`;
}
