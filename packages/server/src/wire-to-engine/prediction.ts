import type { ModelInfo } from '@samewire/engine';
import type { ChatCompletionRequest } from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';

type PredictionFields = Pick<
  ChatCompletionRequest,
  | 'prediction'
  | 'n'
  | 'logprobs'
  | 'tools'
  | 'functions'
  | 'presence_penalty'
  | 'frequency_penalty'
  | 'max_completion_tokens'
>;

/** Fields that OpenAI does not take beside a prediction, and what of them asks for something. */
const notBeside: readonly [
  keyof PredictionFields,
  (fields: PredictionFields) => boolean,
][] = [
  ['n', ({ n }) => (n ?? 1) > 1],
  ['logprobs', ({ logprobs }) => logprobs === true],
  ['tools', ({ tools }) => (tools?.length ?? 0) > 0],
  ['functions', ({ functions }) => (functions?.length ?? 0) > 0],
  ['presence_penalty', ({ presence_penalty: penalty }) => (penalty ?? 0) > 0],
  ['frequency_penalty', ({ frequency_penalty: penalty }) => (penalty ?? 0) > 0],
  ['max_completion_tokens', ({ max_completion_tokens: limit }) => limit != null],
];

/**
 * Whether a chat request predicts something that is of no use to the model.
 *
 * @param model undefined while it is loading
 */
export function isUselessPrediction(
  { prediction }: PredictionFields,
  model: ModelInfo | undefined,
): boolean {
  return prediction != null && model !== undefined && !model.canPredict;
}

/**
 * The text that a chat request predicts.
 *
 * @param model undefined while it is loading
 * @param isLenient take what OpenAI does not, and leave a prediction out that is of no use
 * @throws WireError
 */
export function toPrediction(
  body: PredictionFields,
  model: ModelInfo | undefined,
  isLenient: boolean,
): { prediction?: string } {
  const { prediction } = body;
  if (prediction == null) return {};
  const isUseless = isUselessPrediction(body, model);
  if (isLenient && isUseless) return {};
  if (isUseless) throw unsupportedPrediction();
  if (!isLenient) requireNothingBeside(body);
  const { content } = prediction;
  const text =
    typeof content === 'string' ? content : content.map((part) => part.text).join('');
  return text === '' ? {} : { prediction: text };
}

function unsupportedPrediction(): WireError {
  return new WireError(
    "Unsupported parameter: 'prediction' is not supported with this model. It takes one whose " +
      'past can be cut back, and the setting `speculation`.',
    { param: 'prediction', code: 'unsupported_parameter' },
  );
}

function requireNothingBeside(body: PredictionFields): void {
  for (const [name, isAsked] of notBeside) {
    if (!isAsked(body)) continue;
    throw new WireError(
      `Unsupported parameter: '${name}' is not supported together with 'prediction'.`,
      { param: name, code: 'unsupported_parameter' },
    );
  }
}
