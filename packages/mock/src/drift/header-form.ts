/** Headers that say something of the provider, not of the road the bytes took. */
const ofInterest = [
  /^content-type$/,
  /^retry-after/,
  /ratelimit/,
  /request-?id/,
  /^(openai|azureml|apim|mistral|inference|anthropic)-/,
  /^x-(groq|litellm|ms|ds|ppl|kong|log|generation|compute|inference|time-per-token)/,
  /^x-zero-data-retention$/,
];

const forms: readonly (readonly [form: string, pattern: RegExp])[] = [
  ['number', /^-?\d+(\.\d+)?(e-?\d+)?$/i],
  ['duration', /^(\d+(\.\d+)?(ms|us|ns|µs|h|m|s))+$/],
  ['date', /^\d{4}-\d\d-\d\dT|^\w{3}, \d\d \w{3} \d{4} /],
  ['boolean', /^(true|false)$/i],
  ['uuid', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i],
];

/**
 * What kind of value a provider's headers hold: `x-ratelimit-reset-tokens: 6m0s` is a
 * `duration`, `7` a `number`. Headers of caches and proxies are left out, the media type is kept
 * as it stands.
 */
export function headerForms(
  headers: Iterable<readonly [name: string, value: string]>,
): Record<string, string> {
  const found: [string, string][] = [];
  for (const [rawName, value] of headers) {
    const name = rawName.toLowerCase();
    if (!ofInterest.some((pattern) => pattern.test(name))) continue;
    const form = forms.find(([, pattern]) => pattern.test(value))?.[0] ?? 'text';
    found.push([name, name === 'content-type' ? value.toLowerCase() : form]);
  }
  return Object.fromEntries(found.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
