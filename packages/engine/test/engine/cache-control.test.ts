import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine, EngineOptions } from '@samewire/engine';
import { SupervisedEngine } from '../../src/process/supervised-engine.ts';
import { collectText, greedy, randomModel } from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

const options: EngineOptions = {
  modelPath: randomModel,
  kvLayout: 'pooled',
  contextSize: 512,
  numSlots: 2,
  numThreads: 1,
  cacheRamBytes: 1 << 26,
};
const prompt = 'ba de ki lo mu na re si to vu '.repeat(8);
/** Heavy tokens: where nobody reads them, it soon stops, in the middle of its answer. */
const unread = { ...greedy(' ba', 250), numLogprobs: 20 };

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'samewire-cache-'));
  folder = join(root, 'cache');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function answer(engine: Engine, text = prompt) {
  return collectText(engine.generate(greedy(text, 8)));
}

/** Those that no request uses any more. */
async function keptLengths(engine: Engine) {
  const sequences = await engine.cachedSequences();
  return sequences.filter(({ isInUse }) => !isInUse).map(({ numTokens }) => numTokens);
}

/** How many sequences running requests have. */
async function numInUse(engine: Engine) {
  const sequences = await engine.cachedSequences();
  return sequences.filter(({ isInUse }) => isInUse).length;
}

/** Begins an answer that does not end before it is read. */
async function startUnread(engine: Engine) {
  const events = engine.generate(unread)[Symbol.asyncIterator]();
  await events.next();
  await expect.poll(() => numInUse(engine)).toBe(1);
  return events;
}

async function readRest(events: AsyncIterator<unknown>) {
  let last: unknown;
  for (let step = await events.next(); step.done !== true; step = await events.next())
    last = step.value;
  return last;
}

function savedFiles() {
  return readdirSync(folder).filter((name) => name.endsWith('.kv'));
}

test('nothing is listed before there was a prompt', () =>
  withEngine(options, async (engine) => {
    expect(await engine.cachedSequences()).toEqual([]);
  }));

test('what was read is listed with its tokens, last used first', () =>
  withEngine(options, async (engine) => {
    const texts = ['ba '.repeat(40), 'de '.repeat(20)];
    for (const text of texts) await answer(engine, text);
    await expect.poll(() => keptLengths(engine)).toHaveLength(2);
    const [last = 0, first = 0] = await keptLengths(engine);
    const numTokens = async (text = '') => (await engine.tokenize(text)).length;
    const [numFirst, numLast] = [await numTokens(texts[0]), await numTokens(texts[1])];
    expect(first).toBeGreaterThanOrEqual(numFirst);
    expect(first).toBeLessThanOrEqual(numFirst + 8);
    expect(last).toBeGreaterThanOrEqual(numLast);
    expect(last).toBeLessThanOrEqual(numLast + 8);
  }));

test('what a running request has is listed as in use', () =>
  withEngine(options, async (engine) => {
    const events = await startUnread(engine);
    await readRest(events);
    await expect.poll(() => numInUse(engine)).toBe(0);
  }));

test('what was saved is found by another engine, while this one goes on', async () => {
  const copy = join(root, 'copy');
  let first = '';
  await withEngine({ ...options, cacheDiskDir: folder }, async (engine) => {
    first = await answer(engine);
    const events = await startUnread(engine);
    await engine.saveCache();
    await expect
      .poll(async () => (await engine.stats()).cacheDiskBytes)
      .toBeGreaterThan(0);
    // Before closing the engine puts there what is missing.
    cpSync(folder, copy, { recursive: true });
    expect(await readRest(events)).toMatchObject({
      type: 'finish',
      numGeneratedTokens: 250,
    });
    expect(await answer(engine)).toBe(first);
  });
  await withEngine({ ...options, cacheDiskDir: copy }, async (engine) => {
    // A step sees what was found on disk.
    while ((await engine.stats()).cacheDiskBytes === 0) await answer(engine, 'vu');
    expect(await answer(engine)).toBe(first);
    // Figures of a busy engine are some milliseconds old.
    await expect
      .poll(async () => (await engine.stats()).numDiskTokens)
      .toBeGreaterThan(0);
    const { numDiskTokens, numCachedTokens } = await engine.stats();
    expect(numCachedTokens).toBeGreaterThanOrEqual(numDiskTokens);
  });
});

test('what is saved already is saved no second time', () =>
  withEngine({ ...options, cacheDiskDir: folder }, async (engine) => {
    await answer(engine);
    await engine.saveCache();
    const files = savedFiles();
    expect(files).not.toEqual([]);
    await engine.saveCache();
    expect(savedFiles()).toEqual(files);
  }));

test('nothing that was dropped is found again, in cells, in RAM or on disk', () =>
  withEngine({ ...options, cacheDiskDir: folder }, async (engine) => {
    const first = await answer(engine);
    await engine.saveCache();
    const numKept = (await keptLengths(engine)).length;
    expect(numKept).toBeGreaterThan(0);
    expect(await engine.dropCache()).toBe(numKept);
    expect(await engine.cachedSequences()).toEqual([]);
    await expect
      .poll(async () => {
        const { numUsedCells, cacheRamBytes, cacheDiskBytes } = await engine.stats();
        return { numUsedCells, cacheRamBytes, cacheDiskBytes };
      })
      .toEqual({ numUsedCells: 0, cacheRamBytes: 0, cacheDiskBytes: 0 });
    await expect.poll(savedFiles).toEqual([]);

    const before = await engine.stats();
    expect(await answer(engine)).toBe(first);
    await expect
      .poll(async () => (await engine.stats()).numPromptTokens)
      .toBeGreaterThan(before.numPromptTokens);
    expect((await engine.stats()).numCachedTokens).toBe(before.numCachedTokens);
  }));

test('what a running request uses is not dropped', () =>
  withEngine(options, async (engine) => {
    await answer(engine, 'ba de '.repeat(10));
    const events = await startUnread(engine);
    expect(await engine.dropCache()).toBeGreaterThan(0);
    expect(await numInUse(engine)).toBe(1);
    expect(await keptLengths(engine)).toEqual([]);
    expect(await readRest(events)).toMatchObject({
      type: 'finish',
      numGeneratedTokens: 250,
    });
  }));

test('without a folder nothing can be saved', () =>
  withEngine(options, async (engine) => {
    await answer(engine);
    await expect(engine.saveCache()).rejects.toMatchObject({ code: 'unsupported' });
  }));

test('an engine in its own process lists, saves and drops as one in this process', async () => {
  const engine = new SupervisedEngine({ ...options, cacheDiskDir: folder });
  try {
    await engine.ready();
    await answer(engine);
    await expect.poll(() => keptLengths(engine)).toHaveLength(1);
    await engine.saveCache();
    expect(savedFiles()).not.toEqual([]);
    expect(await engine.dropCache()).toBe(1);
    expect(await engine.cachedSequences()).toEqual([]);
  } finally {
    await engine.close();
  }
});
