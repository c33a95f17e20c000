import { onServers } from '../contenders/on-servers.ts';
import type { Server } from '../contenders/server.ts';
import { embed } from '../load/embeddings-client.ts';
import { answerOf, randomPrompt } from '../load/prompts.ts';
import { streamCompletion } from '../load/stream-client.ts';
import type { Scenario, Size } from '../scenario.ts';

const numStreams = 4;
const numPromptTokens = 32;
const adapters = [0, 1];
const seeds = { stream: 1, adapter: 100, text: 200 };

/** Work that cannot share a step: does anybody wait for ever? */
export function scenarios(size: Size): readonly Scenario[] {
  const numAsked = size === 'full' ? 3 : 1;
  return [
    {
      name: 'mixed-kinds',
      title: `${numStreams} streams without end, and beside them ${numAsked} requests to each of two adapters and ${numAsked} for vectors, one after another`,
      question: 'Work of kinds that cannot share a step: does anybody wait for ever?',
      bound:
        'Text with another adapter, text without one, and vectors are each a step of their own. ' +
        'Who serves the kind that is at hand as long as there is some of it lets the others wait.',
      model: 'sized',
      seeds: Object.values(seeds),
      metrics: [
        {
          name: 'longest wait for a first token of an adapter',
          unit: 's',
          better: 'lower',
        },
        { name: 'longest wait for a vector', unit: 's', better: 'lower' },
        { name: 'streams meanwhile', unit: 'tokens/s', better: 'higher' },
      ],
      contenders: onServers(
        { numSlots: 8, contextSize: 8 * 512 },
        (server) => load(server, numAsked),
        {
          flags: ['--embeddings', '--pooling', 'last'],
          samewireFlags: ['--embeddings', '--pooling', 'last'],
          numAdapters: adapters.length,
        },
      ),
    },
  ];
}

async function load(server: Server, numAsked: number) {
  const others = new AbortController();
  const startedAt = performance.now();
  let numTokens = 0;
  const streams = Array.from({ length: numStreams }, async (_, stream) => {
    for (let turn = 0; !others.signal.aborted; turn++) {
      const prompt = randomPrompt(
        seeds.stream + stream + numStreams * turn,
        numPromptTokens,
      );
      await streamCompletion(server, answerOf(prompt, 48), {
        onText: () => {
          if (!others.signal.aborted) numTokens++;
        },
      });
    }
  });
  const waits = await Promise.all([
    ...adapters.map((adapter) => askAdapter(server, adapter, numAsked)),
    askForVectors(server, numAsked),
  ]);
  others.abort();
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(streams);
  const vectors = waits.pop() ?? [];
  return {
    'longest wait for a first token of an adapter': Math.max(...waits.flat()) / 1000,
    'longest wait for a vector': Math.max(...vectors) / 1000,
    'streams meanwhile': numTokens / seconds,
  };
}

/** How long each answer took to begin, in milliseconds. */
async function askAdapter(server: Server, adapter: number, count: number) {
  const waits: number[] = [];
  while (waits.length < count) {
    const prompt = randomPrompt(seeds.adapter + waits.length, numPromptTokens);
    const lora = adapters.map((id) => ({ id, scale: id === adapter ? 1 : 0 }));
    const answer = await streamCompletion(server, { ...answerOf(prompt, 16), lora });
    waits.push(answer.firstTokenMs);
  }
  return waits;
}

/** How long each vector took, in milliseconds. */
async function askForVectors(server: Server, count: number) {
  const waits: number[] = [];
  while (waits.length < count)
    waits.push(
      await embed(server, [randomPrompt(seeds.text + waits.length, numPromptTokens)]),
    );
  return waits;
}
