/**
 * What happens when things end in the wrong order: native code that outlives its JavaScript is
 * where addons crash, and no other test would notice.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { loadEngine } from '@samewire/engine';
import { collectText, greedy, randomModel } from '../support/models.ts';

const engineModule = new URL('../../src/index.ts', import.meta.url).href;
const nodeArgs = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e'];

/** A program that has loaded an engine as `engine`. */
function program(body: string): string {
  return `
    import { loadEngine, startEngine } from ${JSON.stringify(engineModule)};
    const options = { modelPath: ${JSON.stringify(randomModel)} };
    const request = { prompt: { kind: 'text', text: ' ba' }, maxTokens: 250,
      sampling: { temperature: 0, ignoreEndOfGeneration: true } };
    ${body}`;
}

/** A worker in which `engine` is ready and `parentPort` is there. */
function startWorker(body: string): Worker {
  const source = program(`
    const { parentPort } = await import('node:worker_threads');
    const engine = loadEngine(options);
    await engine.ready();
    ${body}`);
  const execArgv = ['--disable-warning=ExperimentalWarning', '--input-type=module'];
  return new Worker(source, { eval: true, execArgv });
}

async function run(body: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...nodeArgs, program(body)],
    {
      timeout: 60_000,
    },
  );
  return stdout;
}

test.for(['loadEngine', 'startEngine'])(
  'a process with an idle engine from %s ends by itself',
  async (start) => {
    const output = await run(`
      const engine = ${start}(options);
      await engine.ready();
      for await (const event of engine.generate(request)) if (event.type === 'finish') console.log('done');
    `);
    expect(output).toBe('done\n');
  },
);

test.for(['loadEngine', 'startEngine'])(
  'a process waits for a request that runs in an engine from %s',
  async (start) => {
    const output = await run(`
      const engine = ${start}(options);
      await engine.ready();
      let length = 0;
      (async () => {
        for await (const event of engine.generate(request)) length += event.text?.length ?? 0;
        console.log(length > 0 ? 'all of it' : 'nothing');
      })();
    `);
    expect(output).toBe('all of it\n');
  },
);

test('process.exit in mid-stream ends the process without a crash', async () => {
  // A step is short, so one process alone would mostly leave between two of them.
  const leave = `
    const engine = loadEngine(options);
    await engine.ready();
    for await (const event of engine.generate(request)) {
      if (event.type === 'text-delta') { console.log('leaving'); process.exit(0); }
    }
  `;
  const outputs = await Promise.all(Array.from({ length: 8 }, () => run(leave)));
  expect(new Set(outputs)).toEqual(new Set(['leaving\n']));
});

test('a worker may end at any moment of a stream without a crash', async () => {
  for (let numDeltas = 1; numDeltas <= 10; numDeltas++) {
    const worker = startWorker(`
      for (;;) for await (const event of engine.generate(request)) {
        if (event.type === 'text-delta') parentPort.postMessage('streaming');
      }
    `);
    for (let i = 0; i < numDeltas; i++) await once(worker, 'message');
    await worker.terminate();
    expect(worker.threadId).toBe(-1);
  }
});

test('engines in several workers at once do not disturb one another', async () => {
  const texts = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const worker = startWorker(`
        let text = '';
        for await (const event of engine.generate(request)) text += event.text ?? '';
        parentPort.postMessage(text);
        await engine.close();
      `);
      const [text] = (await once(worker, 'message')) as [string];
      await once(worker, 'exit');
      return text;
    }),
  );
  expect(new Set(texts).size).toBe(1);
});

test('an engine that was closed and is held by nobody is collected', async () => {
  let isGone = false;
  const registry = new FinalizationRegistry(() => {
    isGone = true;
  });
  await (async () => {
    const engine = loadEngine({ modelPath: randomModel });
    await engine.ready();
    await collectText(engine.generate(greedy(' ba', 10)));
    await engine.close();
    registry.register(engine, undefined);
  })();
  const collect = () => {
    globalThis.gc?.();
    return isGone;
  };
  await expect.poll(collect, { interval: 20 }).toBe(true);
});

test('when the server process dies its engine process does not stay behind', async () => {
  const parent = spawn(process.execPath, [
    ...nodeArgs,
    program(`
      const engine = startEngine(options);
      await engine.ready();
      console.log(engine.pid);
      setInterval(() => {}, 1000);
    `),
  ]);
  const [output] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(output.toString());
  parent.kill('SIGKILL');
  const isAlive = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(isAlive, { interval: 10 }).toBe(false);
});
