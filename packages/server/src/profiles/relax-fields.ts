type Fields = Readonly<Record<string, unknown>>;

/** What a body is checked against, by the names of its fields. */
type KnownFields = Readonly<Record<string, unknown>>;

/** Limits of tokens for which clients of llama.cpp say -1 where they mean none. */
const tokenLimits = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

/** What a body means that says nothing about what the model is to read. */
const nothingToRead = [{ role: 'user', content: '' }];

const md5Form = /^[\da-f]{32}$/i;

/**
 * The body of a request without fields that contradict others, and with those that have to be
 * there.
 */
export function relaxFields(body: Fields, known: KnownFields, model: string): Fields {
  const dropped = new Set(contradictions(body, known));
  const kept = Object.entries(body).filter(([name]) => !dropped.has(name));
  return Object.fromEntries([...kept, ...missing(body, known, model)]);
}

/** The same for the values of a query. */
export function relaxQuery(query: Fields): Fields {
  if (query['stream'] === true) return query;
  return Object.fromEntries(
    Object.entries(query).filter(([name]) => name !== 'starting_after'),
  );
}

function contradictions(body: Fields, known: KnownFields): string[] {
  const dropped = tokenLimits.filter((name) => isNegative(body[name]));
  if (body['max_completion_tokens'] != null) dropped.push('max_tokens');
  if ('logprobs' in known && body['logprobs'] !== true) dropped.push('top_logprobs');
  if (body['stream'] !== true) dropped.push('stream_options');
  if (isFilled(body['tools'])) dropped.push('functions', 'function_call');
  if (body['conversation'] != null) dropped.push('previous_response_id');
  if (isLess(body['best_of'], body['n'])) dropped.push('best_of');
  if (typeof body['md5'] === 'string' && !md5Form.test(body['md5'])) dropped.push('md5');
  return dropped;
}

function missing(body: Fields, known: KnownFields, model: string): [string, unknown][] {
  const added: [string, unknown][] = [];
  const name = body['model'];
  if ('model' in known && (typeof name !== 'string' || name === ''))
    added.push(['model', model]);
  // Of the endpoints that take an `input`, only those of responses know what came before it.
  if ('previous_response_id' in known && body['input'] == null)
    added.push(['input', continues(body) ? [] : nothingToRead]);
  return added;
}

function continues(body: Fields): boolean {
  return body['conversation'] != null || body['previous_response_id'] != null;
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function isNegative(value: unknown): boolean {
  return typeof value === 'number' && value < 0;
}

function isLess(value: unknown, other: unknown): boolean {
  return typeof value === 'number' && typeof other === 'number' && value < other;
}
