import type { ErrorKind, Scenario, ScenarioError, Source } from '@samewire/mock/scenario';
import { asObject, type JsonObject, type RecordedExchange } from './exchange.ts';
import { fromItemEvents, fromResponse } from './items.ts';
import { ChoiceReader } from './choice-reader.ts';

/** What a recorded answer said, without how its provider said it. */
export function scenarioOf({ body, status }: RecordedExchange): Scenario {
  const text = Buffer.from(body).toString();
  const json = jsonIn(text);
  if (json?.['choices']) return fromAnswer(json);
  if (json?.['output']) return fromResponse(json);
  if (json) return { error: errorIn(json, status) };
  const events = chunksIn(body);
  const isOfItems = /^(response\.created|message_start)$/.test(
    String(events[0]?.['type']),
  );
  if (!isOfItems) return fromStream(text);
  const error = events.find(({ type }) => type === 'error');
  const failure = error && { error: { ...errorIn(error, 200), afterTokens: 0 } };
  return { ...fromItemEvents(events), ...failure };
}

/** Whether a recorded answer is a stream. */
export function isStream({ body }: RecordedExchange): boolean {
  return jsonIn(Buffer.from(body).toString()) === undefined;
}

function jsonIn(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const silenceMs = 60_000;

/** The JSON of every event of a stream. */
export function chunksIn(body: Uint8Array): JsonObject[] {
  return Buffer.from(body)
    .toString()
    .split(/\r?\n/)
    .map((line) => jsonIn(/^\w+: ?(.*)$/.exec(line)?.[1] ?? ''))
    .filter((chunk) => chunk !== undefined);
}

function fromAnswer(answer: JsonObject): Scenario {
  const contents = listIn(answer, 'choices').map((choice) => {
    const reader = new ChoiceReader();
    reader.readMessage(choice);
    const error = asObject(choice)['error'];
    return { content: reader.content, error };
  });
  const [first, ...others] = contents.map(({ content }) => content);
  const failed = contents.find(({ error }) => error !== undefined)?.error;
  return {
    ...first,
    ...(others.length > 0 && { others }),
    ...usageIn(answer),
    ...sourcesIn(answer),
    ...(failed !== undefined && {
      error: { ...errorIn(asObject(failed), 200), afterTokens: Infinity },
    }),
  };
}

function fromStream(text: string): Scenario {
  const readers: ChoiceReader[] = [];
  const usage: Pick<Scenario, 'usage' | 'sources'> = {};
  let error: ScenarioError | undefined;
  const pauses: { beforeToken: number; ms: number }[] = [];
  const numTokens = () => readers.reduce((sum, reader) => sum + reader.numTokens, 0);
  let firstTokenMs = 0;
  for (const line of text.split(/\r?\n/)) {
    // A server that says it is alive has been silent.
    if (line.startsWith(':') && readers.length === 0) firstTokenMs = silenceMs;
    else if (line.startsWith(':'))
      pauses.push({ beforeToken: numTokens(), ms: silenceMs });
    const chunk = jsonIn(/^\w+: ?(.*)$/.exec(line)?.[1] ?? '');
    if (chunk === undefined) continue;
    if (chunk['error'] !== undefined) {
      error = { ...errorIn(chunk, 200), afterTokens: numTokens() };
    }
    for (const choice of listIn(chunk, 'choices')) {
      const index = Number(asObject(choice)['index'] ?? 0);
      const reader = (readers[index] ??= new ChoiceReader());
      reader.readDelta(
        asObject(choice),
        chunk['usage'] !== undefined && chunk['usage'] !== null,
      );
    }
    Object.assign(usage, usageIn(chunk), sourcesIn(chunk));
  }
  const [first, ...others] = readers.map(({ content }) => content);
  return {
    ...first,
    ...(others.length > 0 && { others }),
    ...usage,
    latency: { firstTokenMs, pauses },
    ...(error && { error }),
  };
}

function usageIn(chunk: JsonObject): Pick<Scenario, 'usage'> {
  const usage = asObject(chunk['usage']);
  if (usage['prompt_tokens'] === undefined) return {};
  const reasoning = asObject(usage['completion_tokens_details'])['reasoning_tokens'];
  const cached = asObject(usage['prompt_tokens_details'])['cached_tokens'];
  return {
    usage: {
      prompt: Number(usage['prompt_tokens']),
      completion: Number(usage['completion_tokens']),
      ...(typeof reasoning === 'number' && { reasoning }),
      ...(typeof cached === 'number' && { cached }),
    },
  };
}

function sourcesIn(chunk: JsonObject): Pick<Scenario, 'sources'> {
  const results = listIn(chunk, 'search_results');
  const cited = (chunk['citations'] ?? []) as string[];
  if (results.length === 0) {
    return cited.length === 0
      ? {}
      : { sources: cited.map((url) => ({ title: url, url })) };
  }
  return { sources: results.map(sourceIn) };
}

function sourceIn(result: JsonObject): Source {
  const {
    title,
    url,
    date,
    last_updated: updated,
    snippet,
  } = result as Record<string, string>;
  return {
    title: title ?? '',
    url: url ?? '',
    ...(date !== undefined && { published: date }),
    ...(updated !== undefined && { updated }),
    ...(snippet !== undefined && { snippet }),
  };
}

const kindsByStatus: Readonly<Record<number, ErrorKind>> = {
  400: 'invalid-request',
  401: 'authentication',
  403: 'permission',
  404: 'not-found',
  422: 'invalid-request',
  429: 'rate-limit',
  502: 'bad-gateway',
};

/** An error's words as its provider's client sees them, whatever the envelope. */
function errorIn(body: JsonObject, status: number): ScenarioError {
  const error = { ...body, ...asObject(body['error']) };
  const { message, type, code, param, failed_generation: generation } = error as Words;
  return {
    kind: errorKind(error, status),
    status,
    ...(typeof message === 'string' && { message }),
    ...(type !== undefined && { type }),
    ...(code !== undefined && { code }),
    ...(param !== undefined && { param }),
    ...(generation !== undefined && { generation }),
  };
}

interface Words {
  readonly message?: unknown;
  readonly type?: string | null;
  readonly code?: string | number | null;
  readonly param?: string | null;
  readonly failed_generation?: string;
}

function errorKind(error: JsonObject, status: number): ErrorKind {
  if (error['code'] === 'content_filter') return 'content-filter';
  if (/not a chat model/.test(String(error['message']))) return 'unsupported-model';
  if (error['failed_generation'] !== undefined) return 'tool-use-failed';
  if (error['code'] === 'insufficient_quota') return 'quota';
  if (/malformed function/i.test(JSON.stringify(error))) return 'tool-use-failed';
  if (String(error['message']).startsWith('Rate limit exceeded: free')) return 'quota';
  return kindsByStatus[status] ?? 'server-error';
}

function listIn(value: JsonObject, key: string): JsonObject[] {
  return Array.isArray(value[key]) ? (value[key] as JsonObject[]) : [];
}
