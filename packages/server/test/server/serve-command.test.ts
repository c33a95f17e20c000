import { exec } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { EngineError } from '@samewire/engine';
import { FakeEngine } from '@samewire/engine/testing';
import { runCommandLine } from '@samewire/server';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Gate } from '../support/gate.ts';
import { ggufHeader, withFiles } from '../support/model-files.ts';
import { until } from '../support/patience.ts';
import { RawClient } from '../support/raw-client.ts';
import { files, run, withServing } from '../support/serving.ts';
import { TestTerminal } from '../support/test-terminal.ts';

describe('samewire serve', () => {
  test('says what is served where, with a command that works when pasted', async () => {
    await withServing({}, async ({ terminal, url }) => {
      await until(() => terminal.stderr.text.includes('Ctrl-C stops.'));
      expect(terminal.stderr.text).toContain('Model       tiny  24 B');
      expect(terminal.stderr.text).toContain(`API         ${url}/v1  (no key needed)`);
      const [, command = ''] = /Try +(curl[^]*?)\n\n/.exec(terminal.stderr.text) ?? [];
      const { stdout } = await promisify(exec)(`${command} --silent`);
      expect(JSON.parse(stdout)).toMatchObject({ object: 'chat.completion' });
    });
  });

  test('keeps what is stored in the data directory', async () => {
    await withFiles({}, async (dataDir) => {
      const flags = ['--data-dir', dataDir];
      let id = '';
      await withServing({ flags }, async ({ url }) => {
        const response = await fetch(`${url}/v1/conversations`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        });
        ({ id } = (await response.json()) as { id: string });
      });
      await withServing({ flags }, async ({ url }) => {
        expect((await fetch(`${url}/v1/conversations/${id}`)).status).toBe(200);
      });
    });
  });

  test('says which data directory it cannot use, and lets go of the engine', async () => {
    await withFiles({ 'tiny.gguf': ggufHeader(), 'a-file': '' }, async (cwd) => {
      const argv = ['serve', 'tiny.gguf', '--port', '0', '--data-dir', 'a-file/data'];
      const { exitCode, errors, terminal } = await run({ cwd, argv });
      expect(exitCode).toBe(1);
      expect(errors).toContain('The data directory cannot be made');
      expect(terminal.engine.status().phase).toBe('closed');
    });
  });

  test('listens while the model is loading', async () => {
    const engine = new FakeEngine({ status: { phase: 'loading', progress: 0 } });
    const ready = Promise.withResolvers<never>();
    vi.spyOn(engine, 'ready').mockReturnValue(ready.promise);
    await withServing({ engine }, async ({ terminal, url }) => {
      expect((await fetch(`${url}/livez`)).status).toBe(200);
      expect((await fetch(`${url}/readyz`)).status).toBe(503);
      expect(terminal.stderr.text).not.toContain('Ready');
      terminal.signal('SIGTERM');
      ready.reject(new EngineError('closed', 'closed'));
    });
  });

  test('logs how the engine process ended', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    onTestFinished(() => write.mockRestore());
    await withServing({}, async ({ terminal }) => {
      terminal.crash({
        pid: 7,
        signal: 'SIGABRT',
        exitCode: undefined,
        startError: undefined,
        restartDelayMs: 0,
      });
    });
    expect(write.mock.calls.join()).toContain('The engine process gave up (SIGABRT)');
  });

  test('knows the model by its alias', async () => {
    await withServing({ flags: ['--alias', "o'neil"] }, async ({ terminal }) => {
      await until(() => terminal.stderr.text.includes('Ctrl-C'));
      const [, command = ''] = /Try +(curl[^]*?)\n\n/.exec(terminal.stderr.text) ?? [];
      const { stdout } = await promisify(exec)(`${command} --silent`);
      expect(JSON.parse(stdout)).toMatchObject({ model: "o'neil" });
    });
  });

  test('serves the built-in model and says what it is', async () => {
    await withFiles({ ...files, 'embed.gguf': ggufHeader() }, async (cwd) => {
      const terminal = new TestTerminal({
        argv: ['serve', '--port', '0'],
        cwd,
        builtinModelPath: `${cwd}/tiny.gguf`,
        builtinEmbeddingModelPath: `${cwd}/embed.gguf`,
      });
      const ended = runCommandLine(terminal.surroundings);
      await until(() => terminal.stderr.text.includes('Ctrl-C'));
      expect(terminal.stderr.text).toContain('A tiny model to try the pipes');
      expect(terminal.stderr.text).toContain('Embeddings  embed');
      terminal.signal('SIGINT');
      expect(await ended).toBe(130);
    });
  });

  test('writes no control codes where nobody watches', async () => {
    await withServing({}, async ({ terminal }) => {
      await until(() => terminal.stderr.text.includes('Ctrl-C'));
      // oxlint-disable-next-line no-control-regex -- that is what is looked for
      expect(terminal.stderr.text).not.toMatch(/[\u001B\r]/);
    });
  });

  test('colours what somebody watches, unless asked not to', async () => {
    for (const [env, isColoured] of [
      [{}, true],
      [{ NO_COLOR: '1' }, false],
      [{ CI: 'true' }, false],
    ] as const)
      await withServing({ env, isTTY: true }, async ({ terminal }) => {
        await until(() => terminal.stderr.text.includes('Ctrl-C'));
        expect(terminal.stderr.text.includes('\u{1B}[1m')).toBe(isColoured);
      });
  });
});

describe('samewire serve, told to stop', () => {
  test('lets running requests end and takes no new ones', async () => {
    const gate = new Gate();
    const engine = new FakeEngine({ beforePiece: () => gate.pass() });
    const exitCode = await withServing({ engine }, async ({ terminal, port }) => {
      const client = await RawClient.ask(port, { stream: true });
      await gate.reached;
      terminal.signal('SIGTERM');
      await until(() => terminal.stderr.text.includes('Stopping'));
      await expect(RawClient.ask(port, {})).rejects.toThrow('ECONNREFUSED');
      gate.open();
      expect(await client.readToEnd()).toContain('[DONE]');
    });
    expect(exitCode).toBe(0);
    expect(engine.status().phase).toBe('closed');
  });

  test('tells those it cannot wait for, and ends', async () => {
    const gate = new Gate();
    const engine = new FakeEngine({
      beforePiece: async () => {
        await gate.pass();
        throw new EngineError('closed', 'closed');
      },
    });
    vi.spyOn(engine, 'close').mockImplementation(async () => gate.open());
    const flags = ['--shutdown-timeout', '0', '--log-level', 'silent'];
    const exitCode = await withServing({ engine, flags }, async ({ terminal, port }) => {
      const client = await RawClient.ask(port, { stream: true });
      await gate.reached;
      terminal.signal('SIGTERM');
      const answer = await client.readToEnd();
      expect(answer).toContain('"code":"draining"');
      expect(answer).not.toContain('[DONE]');
    });
    expect(exitCode).toBe(0);
  });

  test('waits no longer when told twice', async () => {
    const gate = new Gate();
    const engine = new FakeEngine({ beforePiece: () => gate.pass() });
    const close = vi.spyOn(engine, 'close').mockImplementation(async () => gate.open());
    await withServing({ engine }, async ({ terminal, port }) => {
      const client = await RawClient.ask(port, { stream: true });
      await gate.reached;
      terminal.signal('SIGINT');
      terminal.signal('SIGINT');
      expect(await client.readToEnd()).toContain('data:');
    });
    expect(close).toHaveBeenCalledOnce();
  });
});

describe('samewire serve, before it loads anything', () => {
  test('says that a port is taken and which one is free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await until(() => other.listening);
    const { port } = other.address() as { port: number };
    await withFiles(files, async (cwd) => {
      const argv = ['serve', 'tiny.gguf', '--port', String(port)];
      const { exitCode, errors, terminal } = await run({ argv, cwd });
      expect(exitCode).toBe(1);
      expect(errors).toMatch(
        new RegExp(`Port ${port} on 127.0.0.1 is already in use[^]*--port \\d+`),
      );
      expect(terminal.started).toEqual([]);
    });
    other.close();
  });

  test.each<[string, Record<string, Buffer | string>, string, number, string]>([
    ['no such file', {}, 'm.gguf', 3, 'was not found: no such file'],
    ['an empty file', { 'm.gguf': '' }, 'm.gguf', 1, 'the file is empty'],
    ['a web page', { 'm.gguf': '<html>' }, 'm.gguf', 1, 'but got "<htm"'],
    [
      'an old version',
      { 'm.gguf': ggufHeader({ version: 1 }) },
      'm.gguf',
      1,
      'version 1.',
    ],
    [
      'a stump',
      { 'm.gguf': ggufHeader().subarray(0, 9) },
      'm.gguf',
      1,
      'truncated after 9',
    ],
    [
      'a count beyond the end',
      { 'm.gguf': ggufHeader({ entries: 1000n }) },
      'm.gguf',
      1,
      'announces 1000 metadata entries',
    ],
    ['a directory', { 'm.gguf': ggufHeader() }, '.', 1, 'm.gguf'],
  ])('tells %s from a model', async (_name, content, path, expectedCode, words) => {
    await withFiles(content, async (cwd) => {
      const { exitCode, errors } = await run({
        argv: ['serve', path, '--port', '0'],
        cwd,
      });
      expect(exitCode).toBe(expectedCode);
      expect(errors).toContain(words);
    });
  });

  test('takes the short forms of llama-server', async () => {
    const flags = ['-a', 'mine', '-c', '4096', '-np', '3', '-t', '2', '-ngl', '0'];
    await withServing({ flags }, async ({ terminal, url }) => {
      const [started] = terminal.started;
      expect(started).toMatchObject({ contextSize: 4096, numSlots: 3, numGpuLayers: 0 });
      expect(started?.numThreads).toBe(2);
      const { data } = (await (await fetch(`${url}/v1/models`)).json()) as {
        data: { id: string }[];
      };
      expect(data.map(({ id }) => id)).toContain('mine');
    });
  });

  test.each([
    [['serve', '--bogus'], 'Type samewire serve --help for its options.'],
    [['bogus'], 'Type samewire --help for what can be typed.'],
  ])('says what to type instead of %j', async (argv, hint) => {
    const { exitCode, errors } = await run({ argv });
    expect(exitCode).toBe(2);
    expect(errors).toContain(hint);
  });

  test('refuses an address others can reach without a key', async () => {
    const { exitCode, errors } = await run({ argv: ['serve', '--host', '0.0.0.0'] });
    expect(exitCode).toBe(2);
    expect(errors).toContain('--api-key');
  });

  test('says why a model cannot be loaded', async () => {
    const engine = new FakeEngine();
    vi.spyOn(engine, 'ready').mockRejectedValue(
      new EngineError('model-load-failed', 'unknown architecture'),
    );
    await withFiles(files, async (cwd) => {
      const argv = ['serve', 'tiny.gguf', '--port', '0'];
      const { exitCode, errors } = await run({ argv, cwd, engine });
      expect(exitCode).toBe(1);
      expect(errors).toContain('could not be loaded: unknown architecture');
    });
  });
});

test('help and version are no failures', async () => {
  for (const flag of ['--help', '--version']) {
    const { exitCode, terminal } = await run({ argv: [flag] });
    expect(exitCode).toBe(0);
    expect(terminal.stdout.text).toMatch(/samewire|\d+\.\d+\.\d+/);
  }
});
