import type { SamplingParams } from '@samewire/engine';
import type {
  ChatCompletionRequest,
  CompletionRequest,
  SamplerField,
} from '@samewire/shared-types';

type SamplingFields = Pick<
  ChatCompletionRequest & CompletionRequest,
  | SamplerField
  | 'temperature'
  | 'top_p'
  | 'frequency_penalty'
  | 'presence_penalty'
  | 'seed'
  | 'logit_bias'
  | 'ignore_eos'
  | 'min_tokens'
>;

/** The request's sampling fields; a null counts as left out. */
export function toSamplingParams(body: SamplingFields): SamplingParams {
  return withoutMissing({
    temperature: body.temperature,
    topP: body.top_p,
    // vLLM's word for "all" is -1, the engine's is 0.
    topK: body.top_k === -1 ? 0 : body.top_k,
    minP: body.min_p,
    typicalP: body.typical_p,
    // llama.cpp's word for "off" is negative, the engine's is 0.
    topNSigma: body.top_n_sigma == null ? undefined : Math.max(body.top_n_sigma, 0),
    xtcProbability: body.xtc_probability,
    xtcThreshold: body.xtc_threshold,
    dynatempRange: body.dynatemp_range,
    dynatempExponent: body.dynatemp_exponent,
    mirostat: body.mirostat,
    mirostatTau: body.mirostat_tau,
    mirostatEta: body.mirostat_eta,
    adaptiveTarget: body.adaptive_target,
    adaptiveDecay: body.adaptive_decay,
    dryMultiplier: body.dry_multiplier,
    dryBase: body.dry_base,
    dryAllowedLength: body.dry_allowed_length,
    dryWindow: body.dry_penalty_last_n,
    dryBreakers: body.dry_sequence_breakers,
    frequencyPenalty: body.frequency_penalty,
    presencePenalty: body.presence_penalty,
    repetitionPenalty: body.repetition_penalty ?? body.repeat_penalty,
    repetitionWindow: body.repeat_last_n,
    seed: typeof body.seed === 'number' ? toSafeInteger(body.seed) : undefined,
    logitBias: toLogitBias(body.logit_bias),
    ignoreEndOfGeneration: body.ignore_eos,
    minTokens: body.min_tokens,
  });
}

/** Stop texts. An empty one would end every answer at once, so it counts as left out. */
export function toStopTexts(
  stop: string | readonly string[] | null | undefined,
): readonly string[] | undefined {
  if (stop == null) return undefined;
  const texts = [stop].flat().filter((text) => text !== '');
  return texts.length === 0 ? undefined : texts;
}

type WithoutMissing<T> = { [Key in keyof T]?: NonNullable<T[Key]> };

/** The object without the properties that are null or undefined. */
export function withoutMissing<T extends object>(values: T): WithoutMissing<T> {
  const present: WithoutMissing<T> = {};
  // A loop, because every request comes through here several times.
  for (const key in values) if (values[key] != null) present[key] = values[key];
  return present;
}

function toLogitBias(
  bias: Readonly<Record<string, number>> | null | undefined,
): ReadonlyMap<number, number> | undefined {
  if (bias == null) return undefined;
  return new Map(Object.entries(bias).map(([token, value]) => [Number(token), value]));
}

/** Folds a 64-bit seed into the integers JavaScript can hold; equal seeds stay equal. */
function toSafeInteger(seed: number): number {
  return Number.isSafeInteger(seed) ? seed : Number(BigInt.asUintN(53, BigInt(seed)));
}
