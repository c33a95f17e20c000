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

/** What a picture or a recording takes, whatever its bytes; about what most models make of it. */
const tokensPerFile = 1000;

/** Where the wire has files in base64, and nothing that is read as text. */
const fileFields: ReadonlySet<string> = new Set(['url', 'image_url', 'data']);

/** Messages, content, blocks, results of tools, their content, sources. */
const maxDepth = 12;

/** About how many tokens a request may take, without tokenising it. */
export function estimateTokens({ body, headers }: FastifyRequest): number {
  const fields = new Map(Object.entries(body ?? {}));
  const length = Number(headers['content-length'] ?? JSON.stringify(body ?? '').length);
  const media = mediaIn(body, maxDepth);
  const limit = limitFields.map((name) => toCount(fields.get(name))).find(isPresent);
  const numChoices = toCount(fields.get('n')) ?? 1;
  return (
    Math.ceil((length - media.numCharacters) / charactersPerToken) +
    media.numFiles * tokensPerFile +
    (limit ?? defaultMaxTokens) * numChoices
  );
}

function mediaIn(
  value: unknown,
  depth: number,
): { numFiles: number; numCharacters: number } {
  const sum = { numFiles: 0, numCharacters: 0 };
  if (typeof value !== 'object' || value === null || depth === 0) return sum;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner !== 'string') {
      const more = mediaIn(inner, depth - 1);
      sum.numFiles += more.numFiles;
      sum.numCharacters += more.numCharacters;
    } else if (fileFields.has(name)) {
      sum.numFiles += 1;
      sum.numCharacters += inner.length;
    }
  }
  return sum;
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
