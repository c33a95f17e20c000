/**
 * What is filled in is what llama-server fills in for `/infill`: it tells the prompt it made and
 * how many tokens that has, and a random model answers differently to any other tokens.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Engine, EngineEvent, InfillPrompt } from '@samewire/engine';
import { llamaServer, post, withLlamaServer } from '../support/llama-server.ts';
import {
  llamaVocabulary,
  makeTinyModel,
  randomInfillModel,
  randomModel,
} from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'samewire-infill-'));
afterAll(() => rmSync(folder, { recursive: true }));

const code = {
  prefix: 'def sum(values):\n    total = 0\n    for value in values:\n        ',
  suffix: '\n    return total  # <|endoftext|> is text here\n',
};

interface Filled {
  readonly text: string;
  readonly numPromptTokens: number;
}

async function fill(engine: Engine, prompt: Omit<InfillPrompt, 'kind'>): Promise<Filled> {
  let text = '';
  let numPromptTokens = 0;
  const events: AsyncIterable<EngineEvent> = engine.generate({
    prompt: { kind: 'infill', ...prompt },
    maxTokens: 16,
    sampling: { temperature: 0, ignoreEndOfGeneration: true },
  });
  for await (const event of events) {
    if (event.type === 'accepted') ({ numPromptTokens } = event);
    if (event.type === 'text-delta') text += event.text;
  }
  return { text, numPromptTokens };
}

async function fillByLlamaServer(url: string, body: object): Promise<Filled> {
  const settings = { n_predict: 16, temperature: 0, ignore_eos: true };
  const answer = (await post(`${url}/infill`, { ...body, ...settings })) as {
    content: string;
    tokens_evaluated: number;
  };
  return { text: answer.content, numPromptTokens: answer.tokens_evaluated };
}

/** A random model over a vocabulary that comes with llama.cpp's source. */
function modelOver(vocabulary: string): string {
  const path = join(folder, 'random.gguf');
  execFileSync(makeTinyModel, ['random', path, '1', vocabulary]);
  return path;
}

describe.skipIf(!llamaServer)('text is filled in as by llama-server', () => {
  test.for([undefined, 'starcoder', 'refact', 'deepseek-coder'])(
    'over the vocabulary of %s',
    async (name, { skip }) => {
      const vocabulary = name === undefined ? undefined : llamaVocabulary(name);
      skip(name !== undefined && vocabulary === undefined, 'no vocabulary at hand');
      const modelPath =
        vocabulary === undefined ? randomInfillModel : modelOver(vocabulary);
      const wire = { input_prefix: code.prefix, input_suffix: code.suffix };
      await withLlamaServer(modelPath, [], (url) =>
        withEngine({ modelPath, numSlots: 1, contextSize: 256 }, async (engine) => {
          const theirs = await fillByLlamaServer(url, wire);
          expect(await fill(engine, code)).toEqual(theirs);
          const line = await fillByLlamaServer(url, { ...wire, prompt: 'total +' });
          expect(await fill(engine, { ...code, prefixEnd: 'total +' })).toEqual(line);
          expect(line).not.toEqual(theirs);
        }),
      );
    },
  );

  test('with other files, and of too much what is nearest to the gap', async () => {
    const files = [
      { name: 'a.py', text: 'import os\n'.repeat(8) },
      { name: 'b.py', text: 'x = 1\n' },
    ];
    const long = { prefix: ' ba de ki'.repeat(900), suffix: ' lo mu na'.repeat(300) };
    const wire = {
      input_prefix: long.prefix,
      input_suffix: long.suffix,
      input_extra: files.map(({ name, text }) => ({ filename: name, text })),
    };
    const args = ['--ctx-size', '2304'];
    await withLlamaServer(randomInfillModel, args, (url) =>
      withEngine(
        { modelPath: randomInfillModel, numSlots: 1, contextSize: 2304 },
        async (engine) => {
          const theirs = await fillByLlamaServer(url, wire);
          // llama-server's: a batch for prefix and suffix, and for files what the context has left.
          const limits = { maxTokens: 2048, maxFileTokens: 2304 - 2048 + 2 };
          expect(await fill(engine, { ...long, files, ...limits })).toEqual(theirs);
        },
      ),
    );
  });
});

test('a prefix of tokens gets the text of the same prefix as text', () =>
  withEngine({ modelPath: randomInfillModel }, async (engine) => {
    const prefix = await engine.tokenize(code.prefix, {
      addSpecial: false,
      parseSpecial: false,
    });
    expect(await fill(engine, { ...code, prefix })).toEqual(await fill(engine, code));
  }));

test('a model without the tokens says so, and refuses', async () => {
  await withEngine({ modelPath: randomInfillModel }, async (engine) => {
    expect((await engine.ready()).canInfill).toBe(true);
  });
  await withEngine({ modelPath: randomModel }, async (engine) => {
    expect((await engine.ready()).canInfill).toBe(false);
    await expect(fill(engine, code)).rejects.toMatchObject({ code: 'unsupported' });
  });
});
