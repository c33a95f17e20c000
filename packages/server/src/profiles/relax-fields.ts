type Fields = Readonly<Record<string, unknown>>;

/** Limits of tokens for which clients of llama.cpp say -1 where they mean none. */
const tokenLimits = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

/**
 * The body of a request to the model without fields that contradict others, and with a
 * model's name where there is none.
 */
export function relaxFields(body: Fields, model: string): Fields {
  const dropped = new Set(tokenLimits.filter((name) => isNegative(body[name])));
  if (body['max_completion_tokens'] != null) dropped.add('max_tokens');
  if (body['logprobs'] !== true) dropped.add('top_logprobs');
  if (body['stream'] !== true) dropped.add('stream_options');
  if (isLess(body['best_of'], body['n'])) dropped.add('best_of');
  const kept = Object.entries(body).filter(([name]) => !dropped.has(name));
  const name = body['model'];
  const isNamed = typeof name === 'string' && name !== '';
  return Object.fromEntries(isNamed ? kept : [...kept, ['model', model]]);
}

function isNegative(value: unknown): boolean {
  return typeof value === 'number' && value < 0;
}

function isLess(value: unknown, other: unknown): boolean {
  return typeof value === 'number' && typeof other === 'number' && value < other;
}
