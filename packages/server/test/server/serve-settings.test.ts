import { FakeEngine } from '@samewire/engine/testing';
import { describe, expect, test } from 'vitest';
import { withFiles } from '../support/model-files.ts';
import { until } from '../support/patience.ts';
import { files, run, withServing } from '../support/serving.ts';

describe('what samewire serve is told', () => {
  test('gives the engine what was set', async () => {
    const flags = [
      '--kv-layout',
      'pooled',
      '--flash-attn',
      'off',
      '--cache-type-k',
      'q8_0',
      '--ctx-size',
      '2048',
      '--parallel',
      '4',
      '--gpu-layers',
      '9',
      '--max-kept-cells',
      '0',
    ];
    const env = {
      SAMEWIRE_THREADS: '3',
      SAMEWIRE_MAX_QUEUE: '7',
      SAMEWIRE_MAX_QUEUE_TOKENS: '90000',
      SAMEWIRE_TARGET_STEP_MS: '80',
      SAMEWIRE_SPECULATION: 'ngram',
      SAMEWIRE_EMBEDDINGS: 'true',
      SAMEWIRE_POOLING: 'cls',
    };
    await withServing({ flags, env }, async ({ terminal }) => {
      expect(terminal.started).toEqual([
        {
          modelPath: expect.stringMatching(/tiny\.gguf$/),
          contextSize: 2048,
          numSlots: 4,
          kvLayout: 'pooled',
          flashAttention: 'off',
          cacheTypeK: 'q8_0',
          cacheTypeV: 'f16',
          numThreads: 3,
          numGpuLayers: 9,
          maxWaiting: 7,
          maxWaitingTokens: 90_000,
          maxKeptCells: 0,
          targetStepMs: 80,
          speculation: 'ngram',
          draftLayers: false,
          embeddings: true,
          pooling: 'cls',
          maxEmbeddingTokens: 2048,
        },
      ]);
    });
  });

  test('gives the engine a draft model, and shows it', async () => {
    const flags = ['--model-draft', 'tiny.gguf', '--gpu-layers-draft', '5'];
    await withServing({ flags }, async ({ terminal }) => {
      expect(terminal.started).toMatchObject([
        {
          draftModelPath: expect.stringMatching(/^\/.*tiny\.gguf$/),
          numDraftGpuLayers: 5,
        },
      ]);
      expect(terminal.stderr.text).toMatch(/Drafts +tiny {2}24 B/);
    });
  });

  test('has the engine draft with layers of the model where it is asked to', async () => {
    const engine = new FakeEngine({ model: { draftsItself: true } });
    await withServing({ flags: ['--draft-layers'], engine }, async ({ terminal }) => {
      expect(terminal.started).toMatchObject([{ draftLayers: true }]);
      await until(() => /Drafts +with a layer of the model/.exec(terminal.stderr.text));
    });
  });

  test('names a draft model that is not there', async () => {
    await withFiles(files, async (cwd) => {
      const argv = ['serve', 'tiny.gguf', '--model-draft', 'nowhere.gguf'];
      const { exitCode, errors } = await run({ cwd, argv });
      expect(exitCode).not.toBe(0);
      expect(errors).toMatch(/nowhere\.gguf was not found/);
    });
  });

  test('gives the engine its adapters, and serves each under its name', async () => {
    const flags = ['--lora', 'a=one.gguf', '--lora', 'b=/two:3.gguf:-0.5'];
    await withServing({ flags }, async ({ terminal, url }) => {
      const [{ adapters } = {}] = terminal.started;
      expect(adapters).toEqual([
        { name: 'a', path: expect.stringMatching(/^\/.*\/one\.gguf$/) },
        { name: 'b', path: '/two:3.gguf' },
      ]);
      const models: unknown = await (await fetch(`${url}/v1/models`)).json();
      expect(models).toMatchObject({ data: [{ id: 'tiny' }, { id: 'a' }, { id: 'b' }] });
    });
  });

  test('lets clients load adapters from the folder that is set, and from none otherwise', async () => {
    const body = JSON.stringify({ lora_name: 'a', lora_path: 'nothing.gguf' });
    const headers = { 'content-type': 'application/json' };
    const statusWith = async (flags: string[]) => {
      let status = 0;
      await withServing({ flags }, async ({ url }) => {
        const target = `${url}/v1/load_lora_adapter`;
        ({ status } = await fetch(target, { method: 'POST', headers, body }));
      });
      return status;
    };
    expect(await statusWith(['--lora-dir', '.'])).toBe(404);
    expect(await statusWith([])).toBe(403);
  });

  test('does not give an adapter the name of the model', async () => {
    await withFiles(files, async (cwd) => {
      const argv = ['serve', 'tiny.gguf', '--lora', 'tiny=b.gguf'];
      const { exitCode, errors } = await run({ cwd, argv });
      expect(exitCode).toBe(2);
      expect(errors).toContain("The adapter 'tiny' has the name of the model");
    });
  });

  test('opens the cache to clients where that is set, and not otherwise', async () => {
    const statuses: number[] = [];
    for (const flags of [['--cache-api'], []])
      await withServing({ flags }, async ({ url }) => {
        statuses.push((await fetch(`${url}/cache`)).status);
      });
    expect(statuses).toEqual([200, 404]);
  });

  test('gives the engine the tiers of its cache', async () => {
    const flags = ['--cache-ram-bytes', '0', '--cache-disk-bytes', '5000'];
    await withServing({ flags }, async ({ terminal }) => {
      expect(terminal.started).toMatchObject([{ cacheRamBytes: 0 }]);
      expect(terminal.started[0]).not.toHaveProperty('cacheDiskBytes');
    });
    const withDisk = ['--cache-disk-dir', 'prefixes', '--cache-disk-bytes', '5000'];
    await withServing({ flags: withDisk }, async ({ terminal }) => {
      expect(terminal.started).toMatchObject([
        {
          cacheDiskDir: expect.stringMatching(/^\/.*prefixes$/),
          cacheDiskBytes: 5000,
        },
      ]);
    });
  });

  test('asks for the key it was given, by flag or by file', async () => {
    const flags = ['--api-key', 'one', '--api-key', 'two'];
    await withServing({ flags }, async ({ terminal, url }) => {
      const ask = async (key: string) =>
        (await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } }))
          .status;
      expect([await ask('one'), await ask('two'), await ask('three')]).toEqual([
        200, 200, 401,
      ]);
      expect(terminal.stderr.text).toContain('(needs a key)');
      expect(terminal.stderr.text).not.toContain('two');
    });
  });

  test.each([
    [['serve', '--port', 'abc'], 'Invalid --port: expected an integer from 0 to 65535'],
    [['serve', '--port'], 'argument missing'],
    [['serve', '--api-key', ''], 'Invalid --api-key'],
    [['serve', '--ctx-size', '1'], 'Invalid --ctx-size'],
    [['serve', '--target-step-ms', '0'], 'expected an integer from 1 to 60000'],
    [['serve', '--max-kept-cells', '-1'], 'Invalid --max-kept-cells'],
    [['serve', '--max-queue-tokens', '1.5'], 'Invalid --max-queue-tokens'],
    [['serve', '--first-token-timeout', '2s'], 'Invalid --first-token-timeout'],
    [['serve', '--earliest-priority', 'high'], 'Invalid --earliest-priority'],
    [
      ['serve', '--metrics-compat', 'tgi'],
      'Invalid --metrics-compat: expected one or more of vllm, llamacpp, but got ["tgi"]',
    ],
    [['serve', 'a.gguf', '--model', 'b.gguf'], 'given twice'],
    [['serve', '--config', '/no/such.yaml'], 'Cannot read the configuration file'],
    [['sevre'], "unknown command 'sevre'"],
    [[], 'Usage: samewire'],
  ])('takes %j for a mistake', async (argv, words) => {
    const { exitCode, errors } = await run({ argv });
    expect(exitCode).toBe(2);
    expect(errors).toContain(words);
  });

  test('refuses a key file without a key', async () => {
    await withFiles({ keys: '\n\n' }, async (cwd) => {
      const argv = ['serve', '--api-key-file', `${cwd}/keys`];
      const { exitCode, errors } = await run({ argv });
      expect(exitCode).toBe(2);
      expect(errors).toContain('is empty');
    });
  });

  test('lets keys of a file do what stands behind them', async () => {
    await withFiles(
      { keys: 'sk-plain\nsk-early earliest-priority=-1\n' },
      async (cwd) => {
        const flags = ['--api-key-file', `${cwd}/keys`];
        await withServing({ flags }, async ({ url }) => {
          const tierOf = async (key: string) => {
            const response = await fetch(`${url}/v1/chat/completions`, {
              method: 'POST',
              headers: {
                authorization: `Bearer ${key}`,
                'content-type': 'application/json',
              },
              body: JSON.stringify({
                model: 'tiny',
                messages: [{ role: 'user', content: 'Hi' }],
                service_tier: 'priority',
              }),
            });
            return ((await response.json()) as { service_tier: string }).service_tier;
          };
          expect(await tierOf('sk-plain')).toBe('default');
          expect(await tierOf('sk-early')).toBe('priority');
        });
      },
    );
  });

  test('gives up requests whose answer does not begin in time', async () => {
    const engine = new FakeEngine();
    const flags = ['--first-token-timeout', '3'];
    await withServing({ flags, engine }, async ({ url }) => {
      await fetch(`${url}/v1/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"model":"tiny","prompt":"Hi"}',
      });
      expect(engine.requests[0]?.firstTokenDeadlineMs).toBe(3000);
    });
  });

  test('bounds what a model thinks', async () => {
    const engine = new FakeEngine();
    const flags = ['--reasoning-budget', '40', '--reasoning-budget-message', 'Enough.'];
    await withServing({ flags, engine }, async ({ url }) => {
      await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"model":"tiny","messages":[{"role":"user","content":"Hi"}]}',
      });
      const bound = { maxTokens: 40, message: 'Enough.' };
      expect(engine.requests[0]?.reasoningBudget).toEqual(bound);
    });
  });

  test('tells metrics under the names it is asked for', async () => {
    const flags = ['--metrics-compat', 'llamacpp', '--metrics-compat', 'vllm'];
    await withServing({ flags }, async ({ url }) => {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      expect(metrics).toContain('llamacpp:requests_processing 0');
      expect(metrics).toContain('vllm:num_requests_running{');
    });
  });
});
