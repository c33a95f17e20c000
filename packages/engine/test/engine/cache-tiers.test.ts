import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine, EngineOptions } from '@samewire/engine';
import { collectText, greedy, randomModel } from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

const options: EngineOptions = {
  modelPath: randomModel,
  kvLayout: 'pooled',
  contextSize: 256,
  numSlots: 2,
  numThreads: 1,
};
const prompt = 'ba de ki lo mu na re si to vu '.repeat(8);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samewire-tiers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function answer(engine: Engine, text = prompt) {
  return collectText(engine.generate(greedy(text, 8)));
}

/** Others that need all the cells there are. */
async function crowdOut(engine: Engine) {
  for (const word of ['ba ', 'de ', 'ki ', 'lo ']) await answer(engine, word.repeat(90));
}

test('a prompt that lost its cells comes back from RAM, with the same answer', async () => {
  await withEngine({ ...options, cacheRamBytes: 1 << 26 }, async (engine) => {
    const first = await answer(engine);
    await crowdOut(engine);
    const before = await engine.stats();
    expect(await answer(engine)).toBe(first);
    await expect
      .poll(async () => (await engine.stats()).numRestoredTokens)
      .toBeGreaterThan(before.numRestoredTokens);
    const after = await engine.stats();
    expect(after.promotions.numBytes).toBeGreaterThan(0);
    expect(after.cacheRamBytes).toBeLessThanOrEqual(after.cacheRamLimitBytes);
  });
});

test('a cache on disk outlives the engine', async () => {
  const withDisk = { ...options, cacheDiskDir: folder };
  let first = '';
  await withEngine({ ...withDisk, cacheRamBytes: 4096 }, async (engine) => {
    first = await answer(engine);
    await crowdOut(engine);
  });
  await withEngine({ ...withDisk, cacheRamBytes: 1 << 26 }, async (engine) => {
    // A step sees what was found on disk.
    while ((await engine.stats()).cacheDiskBytes === 0) await answer(engine, 'vu');
    expect(await answer(engine)).toBe(first);
    // Figures of a busy engine are some milliseconds old.
    await expect
      .poll(async () => (await engine.stats()).numDiskTokens)
      .toBeGreaterThan(0);
  });
});

test('a cache on disk without one in RAM is refused', async () => {
  const refused = withEngine(
    { ...options, cacheRamBytes: 0, cacheDiskDir: folder },
    async () => {},
  );
  await expect(refused).rejects.toMatchObject({
    code: 'invalid-params',
    message: expect.stringContaining('cacheRamBytes'),
  });
});
