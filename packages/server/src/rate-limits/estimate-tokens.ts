import type { FastifyRequest } from 'fastify';

/** OpenAI's own rule of thumb for text. */
const charactersPerToken = 4;

/** Where a request names no limit; what completions have by default. */
const defaultMaxTokens = 16;

const limitFields = [
  'max_completion_tokens',
  'max_output_tokens',
  'max_tokens',
  'n_predict',
];

/** About how many tokens a request may take, without tokenising it. */
export function estimateTokens({ body, headers }: FastifyRequest): number {
  const fields = new Map(Object.entries(body ?? {}));
  const length = Number(headers['content-length'] ?? JSON.stringify(body ?? '').length);
  const limit = limitFields.map((name) => toCount(fields.get(name))).find(isPresent);
  const numChoices = toCount(fields.get('n')) ?? 1;
  return (
    Math.ceil(length / charactersPerToken) + (limit ?? defaultMaxTokens) * numChoices
  );
}

/** The body has not been checked yet: it may hold anything. */
function toCount(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && Number.isSafeInteger(value)
    ? value
    : undefined;
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}
