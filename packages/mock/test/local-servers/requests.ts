import type { Scenario } from '@samewire/mock/scenario';
import type { Route } from '../../src/synthesise/request.ts';
import type { Said } from '../clients/reading.ts';

/** What is asked of a server that runs on this machine. */
export interface LocalRequest {
  readonly name: string;
  readonly route: Route;
  readonly body: object;
  /** What clients read in the answer; absent where they are not held to it. */
  readonly reads?: Said;
  /** What an imitation says to have an answer of that structure; absent where none is held to it. */
  readonly scenario?: Scenario;
}

const model = 'samewire-demo';
const hello = {
  model,
  messages: [{ role: 'user', content: 'What is samewire?' }],
  temperature: 0,
};
const weather = {
  model,
  messages: [{ role: 'user', content: 'What is the weather in Rome?' }],
  temperature: 0,
  tools: [
    {
      type: 'function',
      function: {
        name: 'get_weather',
        description: 'Weather of a place',
        parameters: {
          type: 'object',
          properties: { city: { type: 'string' } },
          required: ['city'],
        },
      },
    },
  ],
};
const about: Said = {
  text:
    'Samewire is a server for GGUF models that speaks the OpenAI wire format. ' +
    'It also has a mock and a playground.',
  calls: [],
};
const call: Said = { text: '', calls: [['get_weather', '{"city":"Rome"}']] };
const refused: Said = { text: '', calls: [], status: 400 };
const said: Scenario = { text: ['a', 'b', 'c'] };
const cut: Scenario = { ...said, finish: 'length' };
const called: Scenario = {
  toolCalls: [{ name: 'get_weather', arguments: ['{"city":', '"Rome"', '}'] }],
};

/** One after the other, to either server. */
export const localRequests: readonly LocalRequest[] = [
  {
    name: 'a whole answer',
    route: 'chat/completions',
    reads: about,
    body: hello,
    scenario: said,
  },
  {
    name: 'a stream',
    route: 'chat/completions',
    reads: about,
    body: { ...hello, stream: true },
    scenario: said,
  },
  {
    name: 'a stream with counts',
    route: 'chat/completions',
    reads: about,
    body: { ...hello, stream: true, stream_options: { include_usage: true } },
    scenario: said,
  },
  {
    name: 'an answer that is cut',
    route: 'chat/completions',
    reads: { text: 'Samewire is a', calls: [] },
    body: { ...hello, max_tokens: 3 },
    scenario: cut,
  },
  {
    name: 'a tool call',
    route: 'chat/completions',
    reads: call,
    body: weather,
    scenario: called,
  },
  {
    name: 'a streamed tool call',
    route: 'chat/completions',
    reads: call,
    body: { ...weather, stream: true },
    scenario: called,
  },
  {
    name: 'a prompt that is too long',
    route: 'chat/completions',
    reads: { ...refused, error: 'context' },
    body: { ...hello, messages: [{ role: 'user', content: 'word '.repeat(1100) }] },
    scenario: { error: { kind: 'context-length' } },
  },
  {
    name: 'a body that is wrong',
    route: 'chat/completions',
    reads: refused,
    body: { ...hello, messages: 1 },
    scenario: { error: { kind: 'invalid-request' } },
  },
  {
    name: 'a text completion',
    route: 'completions',
    body: { model, prompt: 'Once', max_tokens: 5, temperature: 0 },
  },
  {
    name: 'a streamed text completion',
    route: 'completions',
    body: { model, prompt: 'Once', max_tokens: 5, temperature: 0, stream: true },
  },
  {
    name: 'a response',
    route: 'responses',
    reads: about,
    body: { model, input: 'What is samewire?', temperature: 0 },
  },
  {
    name: 'a streamed response',
    route: 'responses',
    reads: about,
    body: { model, input: 'What is samewire?', temperature: 0, stream: true },
  },
];
