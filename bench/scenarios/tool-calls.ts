import { onServers } from '../contenders/on-servers.ts';
import type { Server } from '../contenders/server.ts';
import { gapsOf, runTimed, streamChat } from '../load/stream-client.ts';
import { median } from '../quantile.ts';
import type { Scenario, Size } from '../scenario.ts';

const numClients = 8;
const words = ['harbour', 'lantern', 'meadow', 'orchard', 'pebble', 'quarry', 'river'];

/** Arguments as long as wished, whatever a model would rather say. */
function listTool(numWords: number) {
  const list = {
    type: 'array',
    items: { type: 'string', enum: words },
    minItems: numWords,
    maxItems: numWords,
  };
  const parameters = {
    type: 'object',
    properties: { words: list },
    required: ['words'],
    additionalProperties: false,
  };
  return {
    type: 'function',
    function: { name: 'keep_words', description: 'Keeps words.', parameters },
  };
}

/** Clients whose answers are one long call each. */
export function scenarios(size: Size): readonly Scenario[] {
  const numWords = size === 'quick' ? 40 : 160;
  return [
    {
      name: 'tool-calls',
      title: `${numClients} clients stream a call with ${numWords} words in its arguments`,
      question: 'Do long tool calls stream as fast as text does?',
      bound:
        'The model is so small that what counts is the rest: the grammar that holds the arguments ' +
        'to their schema at each token, and finding the call in what was generated so far. Who ' +
        'reads the answer from its beginning for every token takes longer with each.',
      model: 'demo',
      seeds: [],
      metrics: [
        { name: 'all calls', unit: 'tokens/s', better: 'higher' },
        { name: 'first piece, median', unit: 'ms', better: 'lower' },
        { name: 'longest gap', unit: 'ms', better: 'lower' },
      ],
      contenders: onServers(
        { numSlots: numClients, contextSize: numClients * 1024 },
        async (server) => {
          // A smaller run of the same kind first, which nobody looks at.
          await runCalls(server, 10);
          const { results, tokensPerSecond } = await runTimed(() =>
            runCalls(server, numWords),
          );
          return {
            'all calls': tokensPerSecond,
            'first piece, median': median(results.map((result) => result.firstTokenMs)),
            'longest gap': Math.max(...results.flatMap(gapsOf)),
          };
        },
      ),
    },
  ];
}

function runCalls(server: Server, numWords: number) {
  const call = (client: number) =>
    streamChat(server, {
      messages: [{ role: 'user', content: `I am client ${client}. Keep some words.` }],
      tools: [listTool(numWords)],
      tool_choice: 'required',
      temperature: 0,
    });
  return Promise.all(Array.from({ length: numClients }, (_, client) => call(client)));
}
