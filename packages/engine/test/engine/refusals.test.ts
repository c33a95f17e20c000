import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type EngineRequest, loadEngine } from '@samewire/engine';
import { collectText, greedy, randomModel } from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

const random = { modelPath: randomModel, numSlots: 2 };

test('what does not fit the context length is refused with the figures', () =>
  withEngine(random, async (engine) => {
    await expect(
      collectText(engine.generate(greedy('x'.repeat(300), 5))),
    ).rejects.toMatchObject({
      code: 'context-length-exceeded',
      details: { numPromptTokens: 301, maxTokens: 5, contextLength: 256 },
    });
  }));

test('without a limit the context length ends the text', () =>
  withEngine(random, async (engine) => {
    const { maxTokens: _, ...request } = greedy(' ba', 1);
    const events = await Array.fromAsync(engine.generate(request));
    expect(events.at(-1)).toMatchObject({ reason: 'length', numGeneratedTokens: 254 });
  }));

const badSampling: [string, EngineRequest['sampling']][] = [
  ['temperature', { temperature: Number.NaN }],
  ['topP', { topP: 2 }],
  ['minP', { minP: -1 }],
  ['repetitionPenalty', { repetitionPenalty: 0 }],
  ['logitBias', { logitBias: new Map([[1_000_000, 1]]) }],
];

test.for(badSampling)('a bad %s is refused under its name', ([field, sampling]) =>
  withEngine(random, async (engine) => {
    const request = { ...greedy('x', 5), sampling: sampling ?? {} };
    await expect(collectText(engine.generate(request))).rejects.toMatchObject({
      code: 'invalid-params',
      details: { field },
    });
  }),
);

test('tokens that are not in the vocabulary are refused', () =>
  withEngine(random, async (engine) => {
    const tokens = Int32Array.of(1, 99_999);
    const request = { ...greedy('', 5), prompt: { kind: 'tokens', tokens } as const };
    await expect(collectText(engine.generate(request))).rejects.toMatchObject({
      code: 'invalid-params',
    });
    await expect(engine.detokenize(tokens)).rejects.toMatchObject({
      code: 'invalid-params',
    });
  }));

test('a full queue refuses more', () =>
  withEngine({ ...random, maxWaiting: 2 }, async (engine) => {
    const controller = new AbortController();
    const streams = Array.from({ length: 30 }, () =>
      engine.generate(greedy(' ba', 200), { signal: controller.signal }),
    );
    const results = await Promise.allSettled(
      streams.map((stream) => collectText(stream)),
    );
    const refusals = results.filter((result) => result.status === 'rejected');
    expect(refusals.length).toBeGreaterThan(0);
    for (const { reason } of refusals)
      expect(reason).toMatchObject({ code: 'queue-full' });
  }));

test('a file that is no model fails to load with a reason, and later calls say so too', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'samewire-')), 'not-a-model.gguf');
  writeFileSync(path, 'plain text');
  const engine = loadEngine({ modelPath: path });
  await expect(engine.ready()).rejects.toMatchObject({ code: 'model-load-failed' });
  expect(engine.status()).toMatchObject({ phase: 'failed' });
  await expect(engine.tokenize('x')).rejects.toMatchObject({ code: 'model-load-failed' });
  await engine.close();
});

test('before the model is loaded requests are refused as not ready', async () => {
  const engine = loadEngine(random);
  await expect(engine.tokenize('x')).rejects.toMatchObject({ code: 'not-ready' });
  await engine.close();
});

test('after closing everything is refused as closed, and closing again is harmless', async () => {
  const engine = loadEngine(random);
  await engine.ready();
  const running = collectText(engine.generate(greedy(' ba', 200)));
  const [outcome] = await Promise.all([
    running.catch((error: unknown) => error),
    engine.close(),
  ]);
  expect(outcome).toMatchObject({ code: 'closed' });
  await expect(engine.tokenize('x')).rejects.toMatchObject({ code: 'closed' });
  await engine.close();
  expect(engine.status()).toEqual({ phase: 'closed' });
});
