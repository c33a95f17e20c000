/** Headers of an answer that are kept: what clients act on, and what providers add. */
const answerHeaders = [
  /^content-(?:type|disposition|language)$/,
  /^cache-control$/,
  /^location$/,
  /^retry-after(?:-ms)?$/,
  /^(?:x-|anthropic-)?ratelimit-/,
  /^(?:x-|anthropic-)?(?:request-id|should-retry)$/,
  /^openai-(?:processing-ms|version|model)$/,
  /^x-(?:groq|ms)-region$/,
  /^inference-id$/,
  /^x-accel-buffering$/,
];

/** Headers of a request that say what was asked, not who asked. */
const requestHeaders = [
  /^(?:accept|content-type)$/,
  /^openai-beta$/,
  /^anthropic-(?:version|beta)$/,
];

export function isKeptInAnswer(name: string): boolean {
  return answerHeaders.some((pattern) => pattern.test(name.toLowerCase()));
}

export function isKeptInRequest(name: string): boolean {
  return requestHeaders.some((pattern) => pattern.test(name.toLowerCase()));
}

/** Headers that name a person or an account, or let one in. */
const secretHeaders = new Set([
  'api-key',
  'authorization',
  'cookie',
  'openai-organization',
  'openai-project',
  'proxy-authorization',
  'set-cookie',
  'x-api-key',
  'x-goog-api-key',
]);

export function isSecretHeader(name: string): boolean {
  return secretHeaders.has(name.toLowerCase());
}

/** A value that somebody has made harmless already. */
export function isRedacted(value: string): boolean {
  return (
    value === '' ||
    /^(?:Bearer )?\W*(?:redacted|filtered|x{3,})\b|^\*+$|^<[A-Z_]+>$/i.test(value)
  );
}
