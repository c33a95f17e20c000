import { expect, test } from 'vitest';
import { type Engine, loadEngine, startEngine } from '@samewire/engine';
import { llamaServer, post, withLlamaServer } from '../support/llama-server.ts';
import { adapterFile, collectText, greedy, randomModel } from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

const adapters = [{ name: 'other', path: adapterFile }];
const prompts = ['ba de', ' ki lo mu na', 'the', 're si to vu ba de ki'];

function textWith(engine: Engine, prompt: string, scale?: number): Promise<string> {
  const uses = scale === undefined ? [] : [{ name: 'other', scale }];
  return collectText(engine.generate({ ...greedy(prompt, 32), adapters: uses }));
}

test.skipIf(!llamaServer).for([1, 0.5])(
  'greedy text with an adapter at scale %d is what llama-server gives with it',
  async (scale) => {
    const args = ['--lora-scaled', `${adapterFile}:${scale}`];
    await withLlamaServer(randomModel, args, (url) =>
      withEngine({ modelPath: randomModel, numSlots: 1, adapters }, async (engine) => {
        for (const prompt of prompts) {
          const body = { prompt, n_predict: 32, temperature: 0, ignore_eos: true };
          const { content } = (await post(`${url}/completion`, body)) as {
            content: string;
          };
          const text = await textWith(engine, prompt, scale);
          expect({ prompt, text }).toEqual({ prompt, text: content });
        }
      }),
    );
  },
);

test('requests with an adapter and without run beside one another', async () => {
  await withEngine({ modelPath: randomModel, adapters }, async (engine) => {
    const ask = () =>
      prompts.flatMap((prompt) => [
        textWith(engine, prompt),
        textWith(engine, prompt, 1),
      ]);
    const alone: string[] = [];
    for (const prompt of prompts)
      alone.push(await textWith(engine, prompt), await textWith(engine, prompt, 1));
    expect(await Promise.all(ask())).toEqual(alone);
    expect(alone[0]).not.toBe(alone[1]);
  });
});

test('an adapter can be added and removed while serving', async () => {
  await withEngine({ modelPath: randomModel }, async (engine) => {
    const unknown = { code: 'invalid-params', details: { field: 'adapters' } };
    await expect(textWith(engine, 'ba', 1)).rejects.toMatchObject(unknown);
    await engine.addAdapter({ name: 'other', path: adapterFile });
    expect(await textWith(engine, 'ba', 1)).not.toBe(await textWith(engine, 'ba'));
    expect(await engine.removeAdapter('other')).toBe(true);
    expect(await engine.removeAdapter('other')).toBe(false);
    await expect(textWith(engine, 'ba', 1)).rejects.toMatchObject(unknown);
  });
});

test('a file that is no adapter is refused, and the engine goes on', async () => {
  await withEngine({ modelPath: randomModel }, async (engine) => {
    await expect(
      engine.addAdapter({ name: 'other', path: randomModel }),
    ).rejects.toMatchObject({ code: 'model-load-failed' });
    expect(await textWith(engine, 'ba')).not.toBe('');
  });
});

test('a model whose adapter is missing is not loaded', async () => {
  const engine = loadEngine({
    modelPath: randomModel,
    adapters: [{ name: 'other', path: '/nowhere/adapter.gguf' }],
  });
  await expect(engine.ready()).rejects.toMatchObject({ code: 'model-load-failed' });
  await engine.close();
});

test('adapters that were added are there again after a crash', async () => {
  const pids: (number | undefined)[] = [];
  const engine = startEngine(
    { modelPath: randomModel },
    { onCrash: ({ pid }) => pids.push(pid) },
  );
  try {
    await engine.ready();
    await engine.addAdapter({ name: 'other', path: adapterFile });
    const text = await textWith(engine, 'ba', 1);
    process.kill(pidOf(engine), 'SIGKILL');
    await expect.poll(() => pids.length, { interval: 10 }).toBe(1);
    await expect.poll(() => engine.status().phase, { interval: 10 }).toBe('ready');
    expect(await textWith(engine, 'ba', 1)).toBe(text);
  } finally {
    await engine.close();
  }
});

function pidOf(engine: Engine): number {
  const { pid } = engine as Engine & { readonly pid?: number };
  if (pid === undefined) throw new Error('The engine has no process.');
  return pid;
}
