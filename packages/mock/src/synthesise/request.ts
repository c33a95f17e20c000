/** A request as far as an answer depends on it. */
export interface SynthesisRequest {
  /** Default `chat/completions`. */
  readonly route?: Route;
  /** The JSON body; `model`, `stream` and the rest of it may be missing. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** `messages` is Anthropic's own route, for the profile that has it. */
export type Route =
  | 'chat/completions'
  | 'completions'
  | 'responses'
  | 'messages'
  | 'embeddings';

/** Tags that a request puts in force for conditions. */
export function requestTags(body: Readonly<Record<string, unknown>>): string[] {
  const options = asObject(body['stream_options']);
  const format = asObject(body['response_format'])['type'];
  return [
    ...(body['stream'] === true ? ['stream'] : ['whole']),
    ...(options['include_usage'] === true ? ['usage-asked'] : []),
    ...(isForced(body['tool_choice']) ? ['forced-tool'] : []),
    ...(Array.isArray(body['tools']) ? ['has-tools'] : []),
    ...(format === undefined ? [] : ['has-format']),
    ...(body['moderation'] === undefined ? [] : ['moderation-asked']),
    ...(body['logprobs'] === true ? ['logprobs-asked'] : []),
  ];
}

function isForced(choice: unknown): boolean {
  return typeof choice === 'object' && choice !== null;
}

/** A field of a JSON body by its path, `a.b.0.c`. */
export function fieldAt(body: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (asObject(value) as Record<string, unknown>)[key],
      body,
    );
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Everything a client wrote for the model to read, for counting. */
export function promptText(body: Readonly<Record<string, unknown>>): string {
  const asked = body['messages'] ?? body['prompt'] ?? body['input'] ?? '';
  return typeof asked === 'string' ? asked : JSON.stringify(asked);
}
