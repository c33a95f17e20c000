import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatOpenAI } from '@langchain/openai';
import { createFetch, Mock } from '@samewire/mock';
import { APICallError, generateText, type LanguageModel, streamText } from 'ai';
import OpenAI, { APIError } from 'openai';
import { type Reading, toReading } from './reading.ts';
import type { RecordedAnswer } from './recorded-answers.ts';

/** A client as an application uses it. */
export interface Client {
  readonly name: string;
  /** Undefined where the client has no such way to ask. */
  readonly read: (answer: RecordedAnswer) => Promise<Reading> | undefined;
}

const model = 'some-model';
const messages = [{ role: 'user' as const, content: 'Hi' }];
const baseURL = 'http://mock/v1';

/** A `fetch` that answers whatever is asked with one recorded answer. */
function fetchOf({ response }: RecordedAnswer): typeof fetch {
  const exchanges = [{ match: {}, response }];
  return createFetch(new Mock({ cassettes: [{ exchanges }] }));
}

function openai(answer: RecordedAnswer): OpenAI {
  return new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0, fetch: fetchOf(answer) });
}

/** The pieces of streamed calls put together by their places, as applications do. */
class CallPieces {
  readonly #calls: { name: string; json: string }[] = [];

  add(index: number | undefined, name?: string | null, json?: string | null): void {
    const call = (this.#calls[index ?? 0] ??= { name: '', json: '' });
    if (call.name === '') call.name = name ?? '';
    call.json += json ?? '';
  }

  get list(): [string, string][] {
    return this.#calls.flatMap(({ name, json }) => [[name, json] as [string, string]]);
  }
}

/** Some providers send null where there are none. */
function callsOf(
  calls: readonly OpenAI.Chat.ChatCompletionMessageToolCall[] | null | undefined,
) {
  return (calls ?? []).map((call): [string, string] =>
    call.type === 'custom'
      ? [call.custom.name, call.custom.input]
      : [call.function.name, call.function.arguments],
  );
}

function readResponse({ output_text: text, output }: OpenAI.Responses.Response): Reading {
  return toReading(
    text,
    output.flatMap((item) =>
      item.type === 'function_call' ? [[item.name, item.arguments] as const] : [],
    ),
  );
}

async function readPlain(answer: RecordedAnswer): Promise<Reading> {
  const client = openai(answer);
  if (answer.route === '/responses')
    return readResponse(await client.responses.create({ model, input: 'Hi' }));
  const { choices } = await client.chat.completions.create({ model, messages });
  const { content, tool_calls: calls } = choices[0]?.message ?? {};
  return toReading(content ?? '', callsOf(calls));
}

async function readChunks(answer: RecordedAnswer): Promise<Reading> {
  const client = openai(answer);
  let text = '';
  const pieces = new CallPieces();
  if (answer.route === '/responses') {
    for await (const event of await client.responses.create({
      model,
      input: 'Hi',
      stream: true,
    })) {
      if (event.type === 'response.output_text.delta') text += event.delta;
      if (
        event.type === 'response.output_item.done' &&
        event.item.type === 'function_call'
      )
        pieces.add(event.output_index, event.item.name, event.item.arguments);
    }
    return toReading(text, pieces.list);
  }
  for await (const { choices } of await client.chat.completions.create({
    model,
    messages,
    stream: true,
  })) {
    const { content, tool_calls: calls } = choices[0]?.delta ?? {};
    text += content ?? '';
    for (const { index, function: called } of calls ?? [])
      pieces.add(index, called?.name, called?.arguments);
  }
  return toReading(text, pieces.list);
}

async function readWithHelper(answer: RecordedAnswer): Promise<Reading> {
  const client = openai(answer);
  if (answer.route === '/responses')
    return readResponse(
      await client.responses.stream({ model, input: 'Hi' }).finalResponse(),
    );
  const completion = await client.chat.completions
    .stream({ model, messages })
    .finalChatCompletion();
  const { content, tool_calls: calls } = completion.choices[0]?.message ?? {};
  return toReading(content ?? '', callsOf(calls));
}

async function readWithAi(
  languageModel: LanguageModel,
  stream: boolean,
): Promise<Reading> {
  const asked = { model: languageModel, prompt: 'Hi', maxRetries: 0 };
  if (!stream) {
    const { text, toolCalls } = await generateText(asked);
    return toReading(
      text,
      toolCalls.map(({ toolName, input }) => [toolName, JSON.stringify(input)]),
    );
  }
  let text = '';
  const calls: [string, string][] = [];
  for await (const part of streamText({ ...asked, onError: () => {} }).fullStream) {
    if (part.type === 'text-delta') text += part.text;
    if (part.type === 'tool-call')
      calls.push([part.toolName, JSON.stringify(part.input)]);
    if (part.type === 'error') throw part.error;
  }
  return toReading(text, calls);
}

async function readWithLangChain(answer: RecordedAnswer): Promise<Reading> {
  const chat = new ChatOpenAI({
    model,
    apiKey: 'none',
    maxRetries: 0,
    useResponsesApi: answer.route === '/responses',
    configuration: { baseURL, fetch: fetchOf(answer) },
  });
  if (!answer.stream) {
    const { text, tool_calls: calls = [] } = await chat.invoke('Hi');
    return toReading(
      text,
      calls.map(({ name, args }) => [name, JSON.stringify(args)]),
    );
  }
  const chunks = await Array.fromAsync(await chat.stream('Hi'));
  const [first, ...rest] = chunks;
  const whole = rest.reduce((before, chunk) => before.concat(chunk), first!);
  return toReading(
    whole.text,
    (whole.tool_calls ?? []).map(({ name, args }) => [name, JSON.stringify(args)]),
  );
}

/** What a client threw: the status of an answer that is an error, or its words. */
export function failureOf(error: unknown): Reading {
  if (!(error instanceof Error)) return { threw: JSON.stringify(error) };
  const threw = `${error.name}: ${error.message}`;
  const status = error instanceof APIError ? error.status : statusOf(error);
  return status === undefined || status < 400 ? { threw } : { threw, status };
}

function statusOf(error: Error): number | undefined {
  if (APICallError.isInstance(error)) return error.statusCode;
  return (error as { readonly status?: number }).status;
}

export const nodeClients: readonly Client[] = [
  {
    name: 'openai (Node)',
    read: (answer) => (answer.stream ? readChunks(answer) : readPlain(answer)),
  },
  {
    name: 'openai (Node), stream helper',
    read: (answer) => (answer.stream ? readWithHelper(answer) : undefined),
  },
  {
    name: 'ai with @ai-sdk/openai',
    read: (answer) => {
      const provider = createOpenAI({ baseURL, apiKey: 'none', fetch: fetchOf(answer) });
      const { route, stream } = answer;
      return readWithAi(
        route === '/responses' ? provider.responses(model) : provider.chat(model),
        stream,
      );
    },
  },
  {
    name: 'ai with @ai-sdk/openai-compatible',
    read: (answer) => {
      if (answer.route === '/responses') return undefined;
      const provider = createOpenAICompatible({
        name: 'mock',
        baseURL,
        fetch: fetchOf(answer),
      });
      return readWithAi(provider(model), answer.stream);
    },
  },
  { name: 'LangChain.js', read: readWithLangChain },
];
