import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '@samewire/engine';
import { describe, expect, test } from 'vitest';
import { withFiles } from '../support/model-files.ts';
import {
  chatRequest,
  createTestServer,
  type TestServer,
  type TestServerOptions,
} from '../support/test-server.ts';

const adapters = [{ name: 'pirate', scale: 0.5, file: 'pirate.gguf' }];

/** A server that lets clients change adapters, and its folder `loras` with a file beside it. */
async function withFolder(
  use: (served: TestServer & { folder: string; directory: string }) => Promise<void>,
  options: TestServerOptions = {},
): Promise<void> {
  await withFiles({ 'secret.gguf': '' }, async (directory) => {
    const folder = join(directory, 'loras');
    await mkdir(folder);
    await symlink('../secret.gguf', join(folder, 'link.gguf'));
    await writeFile(join(folder, 'poet.gguf'), '');
    const config = { adapters, adapterDir: folder, ...options.config };
    await use({
      ...(await createTestServer({ ...options, config })),
      folder,
      directory,
    });
  });
}

function post(url: string, payload: object) {
  return { method: 'POST' as const, url, payload };
}

const load = (name: string, path = 'poet.gguf', more = {}) =>
  post('/v1/load_lora_adapter', { lora_name: name, lora_path: path, ...more });
const unload = (name: string) => post('/v1/unload_lora_adapter', { lora_name: name });

describe('adapters that there are', () => {
  test('are listed with ids, files, and what requests get that say nothing', async () => {
    const { server } = await createTestServer({ config: { adapters } });
    expect((await server.inject('/lora-adapters')).json()).toEqual([
      {
        id: 0,
        path: 'pirate.gguf',
        scale: 0,
        task_name: '',
        prompt_prefix: '',
        name: 'pirate',
      },
    ]);
  });

  test.each([
    ['their scales', post('/lora-adapters', [])],
    ['which there are', load('poet')],
    ['that one is there', unload('pirate')],
  ])(
    'are changed by no client as to %s, unless there is a folder',
    async (_, request) => {
      const { server } = await createTestServer({ config: { adapters } });
      const answer = await server.inject(request);
      expect(answer.statusCode).toBe(403);
      expect(answer.json().error.message).toContain('`lora-dir`');
    },
  );
});

describe('default scales', () => {
  test('are what requests get that name the model and say nothing else', () =>
    withFolder(async ({ server, engine }) => {
      const before = await server.inject(chatRequest());
      const set = await server.inject(post('/lora-adapters', [{ id: 0, scale: 0.75 }]));
      expect(set.json()).toEqual({ success: true });
      const after = await server.inject(chatRequest());
      await server.inject(chatRequest({ model: 'pirate' }));
      await server.inject(chatRequest({ lora: [{ id: 0, scale: 0 }] }));
      expect((await server.inject('/lora-adapters')).json()).toMatchObject([
        { scale: 0.75 },
      ]);
      await server.inject(post('/lora-adapters', []));
      await server.inject(chatRequest());
      expect(engine.requests.map((request) => request.adapters?.[0]?.scale)).toEqual([
        undefined,
        0.75,
        0.5,
        undefined,
        undefined,
      ]);
      expect(after.json().system_fingerprint).not.toBe(before.json().system_fingerprint);
    }));

  test('are refused for an adapter that is not there', () =>
    withFolder(async ({ server }) => {
      const answer = await server.inject(post('/lora-adapters', [{ id: 7, scale: 1 }]));
      expect(answer.statusCode).toBe(400);
      expect(answer.json().error.param).toBe('[0].id');
    }));
});

describe('an adapter that a client loads', () => {
  test('is a model by its name from then on, and an id', () =>
    withFolder(async ({ server, engine, folder }) => {
      const answer = await server.inject(load('poet'));
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toBe("Success: LoRA adapter 'poet' added successfully.");
      expect(engine.adapters.get('poet')?.path).toBe(join(folder, 'poet.gguf'));
      expect((await server.inject('/v1/models')).json().data).toMatchObject([
        { id: 'tiny' },
        { id: 'pirate' },
        { id: 'poet', parent: 'tiny' },
      ]);
      await server.inject(chatRequest({ model: 'poet' }));
      await server.inject(chatRequest({ lora: [{ id: 1, scale: 0.5 }] }));
      expect(engine.requests.map((request) => request.adapters)).toEqual([
        [{ name: 'poet' }],
        [{ name: 'poet', scale: 0.5 }],
      ]);
    }));

  test('is gone when it is unloaded, and its id with it', () =>
    withFolder(async ({ server, engine }) => {
      await server.inject(load('poet'));
      const answer = await server.inject(unload('poet'));
      expect(answer.body).toBe("Success: LoRA adapter 'poet' removed successfully.");
      expect([...engine.adapters.keys()]).not.toContain('poet');
      expect((await server.inject(chatRequest({ model: 'poet' }))).statusCode).toBe(404);
      await server.inject(load('other'));
      expect((await server.inject('/lora-adapters')).json()).toMatchObject([
        { id: 0, name: 'pirate' },
        { id: 2, name: 'other' },
      ]);
      expect((await server.inject(unload('poet'))).statusCode).toBe(404);
    }));

  test('takes the place of another one only if it is told to', () =>
    withFolder(async ({ server }) => {
      const refused = await server.inject(load('pirate'));
      expect(refused.statusCode).toBe(400);
      expect(refused.json().error.message).toContain('load_inplace');
      const taken = await server.inject(
        load('tiny', 'poet.gguf', { load_inplace: true }),
      );
      expect(taken.json().error).toMatchObject({ param: 'lora_name' });
      const replaced = await server.inject(
        load('pirate', 'poet.gguf', { load_inplace: true }),
      );
      expect(replaced.statusCode).toBe(200);
      expect((await server.inject('/lora-adapters')).json()).toMatchObject([
        { id: 1, name: 'pirate', path: 'poet.gguf' },
      ]);
    }));

  test.each([
    '../secret.gguf',
    'link.gguf',
    '/etc/hostname',
    'nothing.gguf',
    '.',
    'a\0b',
    'poet.gguf/x',
  ])('is no file of another place: %j', (path) =>
    withFolder(async ({ server, engine, directory }) => {
      const answer = await server.inject(load('other', path));
      expect(answer.statusCode).toBe(404);
      expect(answer.json().error).toMatchObject({ param: 'lora_path' });
      expect(answer.body).not.toContain(directory);
      expect(engine.adapters.has('other')).toBe(false);
    }),
  );

  test('is refused if its file is none, without telling where that is', () =>
    withFolder(async ({ server, engine, directory }) => {
      engine.addAdapter = async ({ path }) => {
        throw new EngineError('model-load-failed', `Could not load ${path}.`);
      };
      const answer = await server.inject(load('poet'));
      expect(answer.statusCode).toBe(400);
      expect(answer.json().error.message).toContain("'poet.gguf' is no LoRA adapter");
      expect(answer.body).not.toContain(directory);
      expect((await server.inject('/v1/models')).json().data).toHaveLength(2);
    }));

  test('is one of 64 at most', () =>
    withFolder(async ({ server }) => {
      for (let i = 1; i < 64; i++) await server.inject(load(`a${i}`));
      const answer = await server.inject(load('one-more'));
      expect(answer.statusCode).toBe(400);
      expect(answer.json().error.message).toContain('64 adapters');
    }));

  test('has its name to itself, if two clients load at a time', () =>
    withFolder(async ({ server }) => {
      const answers = await Promise.all([
        server.inject(load('poet')),
        server.inject(load('poet')),
      ]);
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 400]);
    }));
});
