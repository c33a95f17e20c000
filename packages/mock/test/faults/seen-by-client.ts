import { createFetch, type FaultRule, Mock } from '@samewire/mock';
import { startMockServer } from '@samewire/mock/server';
import OpenAI, { APIError } from 'openai';
import { onTestFinished } from 'vitest';
import { jsonResponse, shortStream } from '../support/exchanges.ts';

const model = 'm';
const messages = [{ role: 'user' as const, content: 'Hi' }];

const message = { role: 'assistant', content: 'Héllo' };
const jsonAnswer = jsonResponse({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model,
  choices: [{ index: 0, message, finish_reason: 'stop' }],
});

/** How long nothing has to come until the application gives up; a busy machine is no reason. */
function patienceFor({ fault, ms = 0 }: FaultRule): number {
  const isEndless = fault === 'keepalive-forever' || (fault === 'stall' && ms === 0);
  return isEndless ? 250 : 30_000;
}

export type Way = 'the HTTP server' | 'the fetch function';

/** The official client, as it comes but for its retries, asking through an adapter. */
async function clientOf(way: Way, mock: Mock, maxRetries: number): Promise<OpenAI> {
  const common = { apiKey: 'none', maxRetries };
  if (way === 'the fetch function')
    return new OpenAI({ ...common, baseURL: 'http://mock/v1', fetch: createFetch(mock) });
  const server = await startMockServer(mock, { minGapMs: 0 });
  onTestFinished(() => server.close());
  return new OpenAI({ ...common, baseURL: `${server.url}/v1` });
}

interface Asked {
  readonly maxRetries?: number;
  /** Asks for JSON, and not for a stream. */
  readonly json?: true | undefined;
}

/** What an application sees that asks for an answer with a fault in it. */
export async function seeThrough(
  way: Way,
  rule: FaultRule,
  { maxRetries = 0, json }: Asked = {},
): Promise<string> {
  const response = json === true ? jsonAnswer : shortStream;
  const mock = new Mock({
    cassettes: [{ exchanges: [{ match: {}, response }] }],
    faults: [rule],
  });
  const client = await clientOf(way, mock, maxRetries);
  const startedAtMs = performance.now();
  const seen =
    json === true ? await readJson(client) : await readStream(client, patienceFor(rule));
  const tookMs = performance.now() - startedAtMs;
  const numTries = mock.calls().length;
  const isRetried = numTries > 1 && maxRetries > 0;
  const isSlow = rule.fault.startsWith('slow') && tookMs > (rule.ms ?? 0) - 5;
  return `${isRetried ? `asks ${numTries} times, ` : ''}${isSlow ? 'waits, ' : ''}${seen}`;
}

/** What the client makes of a server where nobody listens. */
export async function seeNobody(): Promise<string> {
  const server = await startMockServer(new Mock());
  onTestFinished(() => server.close());
  await server.refuseConnections(30);
  const baseURL = `${server.url}/v1`;
  return readStream(new OpenAI({ apiKey: 'none', maxRetries: 0, baseURL }), 30_000);
}

async function readJson(client: OpenAI): Promise<string> {
  try {
    const { choices } = await client.chat.completions.create({ model, messages });
    return choices[0]?.message.content === 'Héllo' ? 'reads everything' : 'reads less';
  } catch (error) {
    return wordsOf(error);
  }
}

async function readStream(client: OpenAI, patienceMs: number): Promise<string> {
  let text = '';
  let hasFinished = false;
  let end: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    const stream = await client.chat.completions.create({
      model,
      messages,
      stream: true,
    });
    const giveUp = () => {
      end = 'waits until it is aborted';
      stream.controller.abort();
    };
    timer = setTimeout(giveUp, patienceMs);
    for await (const { choices } of stream) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, patienceMs);
      text += choices[0]?.delta.content ?? '';
      hasFinished ||= choices[0]?.finish_reason === 'stop';
    }
  } catch (error) {
    end = wordsOf(error);
  } finally {
    clearTimeout(timer);
  }
  const read = [readPart(text, hasFinished), end].filter((part) => part !== undefined);
  return read.length === 0
    ? 'reads nothing, as if it were an empty answer'
    : read.join(', then ') +
        (end === undefined && !hasFinished ? ', then ends without a finish' : '');
}

function readPart(text: string, hasFinished: boolean): string | undefined {
  if (text === '') return undefined;
  if (!hasFinished) return `reads ${JSON.stringify(text)}`;
  return text === 'Héllo'
    ? 'reads everything'
    : `reads ${JSON.stringify(text)} to the finish`;
}

/** The class of an error, the first line of what it says, and its code. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return `throws ${String(error)}`;
  const code = error instanceof APIError ? (error.code ?? codeOf(error)) : codeOf(error);
  const [line = ''] = error.message.split(/\r?\n/);
  return `throws ${error.constructor.name}: ${line}${code === undefined ? '' : ` (${code})`}`;
}

/** The code of the error at the bottom of a chain of causes. */
function codeOf({ cause }: Error): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  return codeOf(cause) ?? (cause as NodeJS.ErrnoException).code;
}
