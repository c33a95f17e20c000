/**
 * Greedy text must be llama-server's, character for character: same source, same options, one
 * sequence. SAMEWIRE_LLAMA_SERVER names its program; `npm test` builds it and sets the variable.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { loadEngine } from '@samewire/engine';
import {
  collectText,
  greedy,
  hasStoriesModel,
  randomModel,
  storiesModel,
} from '../support/models.ts';

const llamaServer = process.env['SAMEWIRE_LLAMA_SERVER'];
const numPrompts = 50;
const numTokens = 64;

const words =
  'the cat dog sun moon little girl boy tree house big red ball happy went to play'.split(
    ' ',
  );

/** Prompts of 3 to 14 words, always the same ones. */
function promptNumber(index: number): string {
  if (index === 0) return 'Once upon a time';
  const pick = (k: number) => words[(index * 7 + k * 3 + index * k) % words.length];
  return Array.from({ length: 3 + (index % 12) }, (_, k) => pick(k)).join(' ');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function startLlamaServer(
  program: string,
  model: string,
): Promise<[ChildProcess, string]> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = [
    '--model',
    model,
    '--port',
    new URL(url).port,
    '--parallel',
    '1',
    '--ctx-size',
    '256',
  ];
  const child = spawn(program, [...args, '--kv-unified'], { stdio: 'ignore' });
  const isUp = async () =>
    (await fetch(`${url}/health`).catch(() => undefined))?.ok ?? false;
  await expect.poll(isUp, { interval: 20, timeout: 20_000 }).toBe(true);
  return [child, url];
}

async function textOfLlamaServer(url: string, prompt: string): Promise<string> {
  const body = { prompt, n_predict: numTokens, temperature: 0, ignore_eos: true };
  const response = await fetch(`${url}/completion`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return ((await response.json()) as { content: string }).content;
}

/** What both give for every prompt. */
async function collectBoth(
  program: string,
  modelPath: string,
): Promise<{ prompt: string; ours: string; theirs: string }[]> {
  const [child, url] = await startLlamaServer(program, modelPath);
  const engine = loadEngine({ modelPath, numSlots: 1 });
  try {
    await engine.ready();
    const results = [];
    for (let i = 0; i < numPrompts; i++) {
      const prompt = promptNumber(i);
      const ours = await collectText(engine.generate(greedy(prompt, numTokens)));
      results.push({ prompt, ours, theirs: await textOfLlamaServer(url, prompt) });
    }
    return results;
  } finally {
    child.kill();
    await engine.close();
  }
}

test.skipIf(!llamaServer).for([
  ['a random', randomModel],
  ['a trained', storiesModel],
] as const)(
  'greedy text of %s model is what llama-server gives',
  async ([, model], { skip }) => {
    skip(
      model === storiesModel && !hasStoriesModel,
      'the shared test data is not at hand',
    );
    const results = await collectBoth(llamaServer ?? '', model);
    expect(results).toHaveLength(numPrompts);
    for (const { prompt, ours, theirs } of results) {
      expect({ prompt, text: ours }).toEqual({ prompt, text: theirs });
    }
  },
);

test.skipIf(!hasStoriesModel)(
  'the trained model continues its story as it was converted to',
  async () => {
    const engine = loadEngine({ modelPath: storiesModel, numSlots: 1 });
    await engine.ready();
    const text = await collectText(engine.generate(greedy('Once upon a time', 32)));
    await engine.close();
    expect(text).toMatch(
      /^, there was a little girl named Lily\. She loved to play outside in the park\./,
    );
  },
);
