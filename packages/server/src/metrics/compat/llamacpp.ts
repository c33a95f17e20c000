import { counter, type Family, gauge } from '../family.ts';
import type { OwnFamilies } from './own-families.ts';

/** The figures under llama-server's names, which have no labels. Source: llama.cpp v0.5.0. */
export function llamacppFamilies(own: OwnFamilies): Family[] {
  // Without the engine's figures all of them would be wrong.
  if (!own.has('slots_total')) return [];
  const cached = own.sum('cached_prompt_tokens_total');
  const processed = own.sum('prompt_tokens_total') - cached;
  const predicted = own.sum('generation_tokens_total');
  const promptSeconds = own.sum('prefill_time_seconds', '_sum');
  const predictedSeconds = own.sum('decode_time_seconds', '_sum');
  return [
    named(counter, 'prompt_tokens_total', 'Prompt tokens computed.', processed),
    named(counter, 'prompt_tokens_cached_total', 'Prompt tokens found cached.', cached),
    named(counter, 'prompt_seconds_total', 'Time in prefill.', promptSeconds),
    named(counter, 'tokens_predicted_total', 'Tokens generated.', predicted),
    named(counter, 'tokens_predicted_seconds_total', 'Time in decode.', predictedSeconds),
    named(counter, 'n_decode_total', 'Steps.', own.sum('step_seconds', '_count')),
    named(
      gauge,
      'prompt_tokens_seconds',
      'Prompt tokens per second of prefill.',
      rate(processed, promptSeconds),
    ),
    named(
      gauge,
      'predicted_tokens_seconds',
      'Generated tokens per second of decode.',
      rate(predicted, predictedSeconds),
    ),
    named(
      gauge,
      'requests_processing',
      'Sequences in prefill or decode.',
      own.sum('requests_running'),
    ),
    named(
      gauge,
      'requests_deferred',
      'Sequences that wait for a slot.',
      own.sum('requests_waiting'),
    ),
  ];
}

function named(make: typeof gauge, name: string, help: string, value: number): Family {
  return make(`llamacpp:${name}`, help, value);
}

function rate(tokens: number, seconds: number): number {
  return seconds === 0 ? 0 : tokens / seconds;
}
