import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { EngineCrash } from '../../src/engine-crash.ts';
import { SupervisedEngine } from '../../src/process/supervised-engine.ts';
import { collectText, greedy, randomModel } from '../support/models.ts';

async function withSupervised(
  use: (engine: SupervisedEngine) => Promise<void>,
  modelPath = randomModel,
): Promise<void> {
  const engine = new SupervisedEngine({ modelPath, numSlots: 4 });
  try {
    await use(engine);
  } finally {
    await engine.close();
  }
}

function kill(engine: SupervisedEngine): void {
  process.kill(engine.pid ?? 0, 'SIGKILL');
}

async function expectPhase(engine: SupervisedEngine, phase: string): Promise<void> {
  await expect.poll(() => engine.status().phase, { interval: 5 }).toBe(phase);
}

test('an engine in its own process answers like one in this process', () =>
  withSupervised(async (engine) => {
    const model = await engine.ready();
    expect(model).toMatchObject({ name: 'random 1', contextLength: 256, numSlots: 4 });
    expect(engine.pid).not.toBe(process.pid);
    const text = await collectText(engine.generate(greedy(' ba de', 30)));
    expect(await collectText(engine.generate(greedy(' ba de', 30)))).toBe(text);
    const tokens = await engine.tokenize('Grüße');
    expect(await engine.detokenize(tokens.subarray(1))).toBe('Grüße');
    expect(await engine.stats()).toMatchObject({ numActive: 0 });
  }));

test('refusals cross the process border with code and figures', () =>
  withSupervised(async (engine) => {
    await engine.ready();
    await expect(collectText(engine.generate(greedy('x', 999)))).rejects.toMatchObject({
      code: 'context-length-exceeded',
      details: { numPromptTokens: 2, contextLength: 256 },
    });
  }));

test('whoever wants to know is told how the engine process ended', async () => {
  const crashes: EngineCrash[] = [];
  const options = { modelPath: randomModel, numSlots: 1 };
  const engine = new SupervisedEngine(options, {
    onCrash: (crash) => crashes.push(crash),
  });
  try {
    await engine.ready();
    const { pid } = engine;
    process.kill(pid ?? 0, 'SIGSEGV');
    await expect.poll(() => crashes.length, { interval: 5 }).toBe(1);
    expect(crashes[0]).toEqual({
      pid,
      signal: 'SIGSEGV',
      exitCode: undefined,
      startError: undefined,
      restartDelayMs: 0,
    });
  } finally {
    await engine.close();
  }
  expect(crashes).toHaveLength(1);
});

test('a killed engine process fails its requests at once and is started again', () =>
  withSupervised(async (engine) => {
    await engine.ready();
    const before = await collectText(engine.generate(greedy(' ba de', 20)));
    const pid = engine.pid;
    const reader = engine.generate(greedy(' ba', 250))[Symbol.asyncIterator]();
    await reader.next();
    await reader.next();
    kill(engine);
    const drain = async () => {
      while (!(await reader.next()).done);
    };
    await expect(drain()).rejects.toMatchObject({ code: 'engine-lost' });
    await expectPhase(engine, 'ready');
    expect(engine.pid).not.toBe(pid);
    expect(await collectText(engine.generate(greedy(' ba de', 20)))).toBe(before);
  }));

test('while the engine is being started again, requests are told to come back', () =>
  withSupervised(async (engine) => {
    await engine.ready();
    kill(engine);
    await expectPhase(engine, 'restarting');
    await expect(engine.tokenize('x')).rejects.toMatchObject({
      code: 'not-ready',
      details: { retryAfterMs: 1000 },
    });
  }));

test('a model that cannot be loaded is not tried again and again', () =>
  withSupervised(async (engine) => {
    await expect(engine.ready()).rejects.toMatchObject({ code: 'model-load-failed' });
    expect(engine.status().phase).toBe('failed');
  }, '/nowhere/model.gguf'));

test('the engine process gets no secret from the environment, and ends when it is closed', async () => {
  process.env['SAMEWIRE_API_KEY'] = 'secret';
  const engine = new SupervisedEngine({ modelPath: randomModel });
  await engine.ready();
  const { stdout } = await promisify(execFile)('cat', [`/proc/${engine.pid}/environ`]);
  expect(stdout).not.toContain('secret');
  const pid = engine.pid ?? 0;
  await engine.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
