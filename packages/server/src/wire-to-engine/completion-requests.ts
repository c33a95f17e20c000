import type { EngineRequest, ModelInfo, Prompt } from '@samewire/engine';
import { type CompletionPrompt, CompletionRequest } from '@samewire/shared-types';
import { requirePlausibleLength } from '../errors/context-length.ts';
import { WireError } from '../errors/wire-error.ts';
import { requireInfillSupport } from './infill-support.ts';
import { refusedFieldCheck } from './refused-fields.ts';
import { toSamplingParams, toStopTexts, withoutMissing } from './sampling-params.ts';
import { requireStreamForOptions } from './stream-options.ts';

const refuseFields = refusedFieldCheck(CompletionRequest);

const maxChoicesOfAllPrompts = 128;
const defaultMaxTokens = 16;

/**
 * What a validated completion request asks of the engine: one request for each prompt, in
 * the order of the prompts.
 *
 * @param model undefined while it is loading
 * @throws WireError for combinations the schema cannot express, and for refused fields
 */
export function toCompletionEngineRequests(
  body: CompletionRequest,
  model: ModelInfo | undefined,
): EngineRequest[] {
  requireStreamForOptions(body);
  requireEnoughCandidates(body);
  refuseFields(body);
  const suffix = body.suffix ?? '';
  const prompts = toPrompts(body.prompt);
  requireFewChoices(prompts.length, body.n ?? 1);
  if (suffix !== '') requireInfillSupport(model, 'suffix');
  for (const prompt of prompts)
    requirePlausibleLength(
      (prompt.kind === 'text' ? prompt.text.length : 0) + suffix.length,
      model?.contextLength,
      'completions',
    );
  const common = {
    sampling: toSamplingParams(body),
    maxTokens: body.max_tokens ?? defaultMaxTokens,
    ...withoutMissing({
      numChoices: body.n,
      stop: toStopTexts(body.stop),
      numLogprobs: body.logprobs,
    }),
  };
  return prompts.map((given) =>
    Object.assign({ prompt: suffix === '' ? given : infill(given, suffix) }, common),
  );
}

type PlainPrompt = Exclude<Prompt, { kind: 'chat' | 'infill' }>;

function infill(prompt: PlainPrompt, suffix: string): Prompt {
  const prefix = prompt.kind === 'text' ? prompt.text : prompt.tokens;
  return { kind: 'infill', prefix, suffix };
}

/** Without a prompt a model begins a new document, as it does with an empty text. */
function toPrompts(prompt: CompletionPrompt): PlainPrompt[] {
  if (prompt === null) return [{ kind: 'text', text: '' }];
  if (typeof prompt === 'string') return [{ kind: 'text', text: prompt }];
  if (isTokenList(prompt)) return [{ kind: 'tokens', tokens: Int32Array.from(prompt) }];
  return prompt.map((one) =>
    typeof one === 'string'
      ? { kind: 'text', text: one }
      : { kind: 'tokens', tokens: Int32Array.from(one) },
  );
}

function isTokenList(prompt: readonly unknown[]): prompt is readonly number[] {
  return typeof prompt[0] === 'number';
}

function requireEnoughCandidates({ best_of: bestOf, n }: CompletionRequest): void {
  if (bestOf == null || bestOf >= (n ?? 1)) return;
  throw new WireError(
    'You requested that the server return more choices than it will generate (HINT: you ' +
      `must set 'n' (currently ${n ?? 1}) to be at most 'best_of' (currently ${bestOf}), or ` +
      "omit either parameter if you don't specifically want to use them.)",
    { param: 'best_of' },
  );
}

function requireFewChoices(numPrompts: number, n: number): void {
  if (numPrompts * n <= maxChoicesOfAllPrompts) return;
  throw new WireError(
    `Invalid 'prompt': array too long. Expected at most ${maxChoicesOfAllPrompts} choices ` +
      `in all, but got ${numPrompts} prompts with 'n' ${n} instead.`,
    { param: 'prompt', code: 'array_above_max_length' },
  );
}
