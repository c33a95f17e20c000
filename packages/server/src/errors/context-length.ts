import type { EngineErrorDetails } from '@samewire/engine';
import type { Endpoint } from './endpoint.ts';
import { WireError } from './wire-error.ts';

const responsesMessage =
  'Your input exceeds the context window of this model. Please adjust your input and try again.';

/**
 * The endpoint's own sentence about a request that does not fit the context length;
 * undefined if the figures for it are missing.
 */
export function contextLengthMessage(
  { contextLength, numPromptTokens, maxTokens }: EngineErrorDetails,
  endpoint: Endpoint,
): string | undefined {
  if (endpoint === 'responses') return responsesMessage;
  if (contextLength === undefined || numPromptTokens === undefined) return undefined;
  if (endpoint === 'messages')
    return `prompt is too long: ${numPromptTokens} tokens > ${contextLength} maximum`;
  if (endpoint === 'embeddings')
    return (
      `This model's maximum context length is ${contextLength} tokens, however you requested ` +
      `${numPromptTokens} tokens (${numPromptTokens} in your prompt; 0 for the completion). ` +
      'Please reduce your prompt; or completion length.'
    );
  if (endpoint === 'rerank')
    return (
      `This model reads at most ${contextLength} tokens of a query and a document together, ` +
      `but got ${numPromptTokens}. Please reduce the length of the documents or the query.`
    );
  const limit = `This model's maximum context length is ${contextLength} tokens.`;
  const prompt = endpoint === 'chat' ? 'messages' : 'prompt';
  const verb = endpoint === 'chat' ? 'resulted' : 'results';
  if (maxTokens === undefined || numPromptTokens >= contextLength)
    return (
      `${limit} However, your ${prompt} ${verb} in ${numPromptTokens} tokens. ` +
      `Please reduce the length of the ${prompt}.`
    );
  return (
    `${limit} However, you requested ${numPromptTokens + maxTokens} tokens ` +
    `(${numPromptTokens} in the ${prompt}, ${maxTokens} in the completion). ` +
    `Please reduce the length of the ${prompt} or completion.`
  );
}

/** What the text is called that does not fit. */
const promptNames = {
  chat: 'messages',
  completions: 'prompt',
  embeddings: 'input',
  rerank: 'documents',
} as const;

/** No tokenizer has tokens this long on average, so longer text need not be tokenised. */
const maxCharactersPerToken = 64;

/**
 * Refuses text that cannot fit however it is cut into tokens, because tokenising
 * megabytes only to refuse them costs seconds.
 *
 * @throws WireError `context_length_exceeded`
 */
export function requirePlausibleLength(
  numCharacters: number,
  contextLength: number | undefined,
  endpoint: Endpoint,
): void {
  if (contextLength === undefined) return;
  if (numCharacters <= contextLength * maxCharactersPerToken) return;
  if (endpoint === 'messages')
    throw new WireError(
      `prompt is too long: ${numCharacters} characters > ${contextLength} tokens maximum`,
    );
  if (endpoint === 'responses')
    throw new WireError(responsesMessage, {
      param: 'input',
      code: 'context_length_exceeded',
    });
  const prompt = promptNames[endpoint];
  throw new WireError(
    `This model's maximum context length is ${contextLength} tokens. However, your ` +
      `${prompt} ${prompt.endsWith('s') ? 'are' : 'is'} ${numCharacters} characters long. ` +
      `Please reduce the length of the ${prompt}.`,
    { param: prompt, code: 'context_length_exceeded' },
  );
}
