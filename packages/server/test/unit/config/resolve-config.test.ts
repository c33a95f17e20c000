import { describe, expect, test } from 'vitest';
import { type ConfigFile, readConfigFile } from '../../../src/config/config-file.ts';
import { resolveConfig } from '../../../src/config/resolve-config.ts';
import { withFiles } from '../../support/model-files.ts';

const none = { flags: {}, env: {}, file: undefined };

async function withConfigFile(
  content: string,
  use: (file: ConfigFile, directory: string) => void,
): Promise<void> {
  await withFiles({ 'samewire.yaml': content }, async (directory) => {
    use(await readConfigFile(`${directory}/samewire.yaml`), directory);
  });
}

describe('a setting', () => {
  test('comes from the flag, else the environment, else the file, else by default', async () => {
    await withConfigFile('port: 3\nthreads: 3\nparallel: 3\n', (file, directory) => {
      const { settings, origins } = resolveConfig({
        flags: { port: '1' },
        env: { SAMEWIRE_PORT: '2', SAMEWIRE_THREADS: '2' },
        file,
      });
      expect(settings).toMatchObject({
        port: 1,
        threads: 2,
        parallel: 3,
        host: '127.0.0.1',
      });
      expect(origins).toMatchObject({
        port: '--port',
        threads: 'SAMEWIRE_THREADS',
        parallel: `${directory}/samewire.yaml`,
        host: 'default',
      });
    });
  });

  test('that is a list is separated by commas in the environment', () => {
    const env = { SAMEWIRE_API_KEY: 'a,b' };
    expect(resolveConfig({ ...none, env }).settings.apiKey).toEqual(['a', 'b']);
  });

  test('that is a list is one text or several in the file', async () => {
    await withConfigFile('api-key: a\ncors-origin: [b, c]\n', (file) => {
      const { settings } = resolveConfig({ ...none, file });
      expect(settings).toMatchObject({ apiKey: ['a'], corsOrigin: ['b', 'c'] });
    });
  });

  test('that is a path in the file begins where the file is', async () => {
    await withConfigFile('model: models/a.gguf\n', (file, directory) => {
      const { settings } = resolveConfig({ ...none, file });
      expect(settings.model).toBe(`${directory}/models/a.gguf`);
    });
  });

  test('of adapters takes their files from where the file with them is', async () => {
    await withConfigFile('lora: [a=b.gguf, c=/d.gguf:0.5]\n', (file, directory) => {
      const { settings } = resolveConfig({ ...none, file });
      expect(settings.lora).toEqual([
        { name: 'a', path: `${directory}/b.gguf`, scale: 1 },
        { name: 'c', path: '/d.gguf', scale: 0.5 },
      ]);
    });
  });

  test.each(['a', 'a=', '=b', 'a=b,a=c'])('of adapters does not take %j', (raw) => {
    const env = { SAMEWIRE_LORA: raw };
    expect(() => resolveConfig({ ...none, env })).toThrow(
      /expected one or more of <name>/,
    );
  });

  test('can be switched off', () => {
    expect(
      resolveConfig({ ...none, flags: { playground: false } }).settings.playground,
    ).toBe(false);
    const env = { SAMEWIRE_PLAYGROUND: 'false' };
    expect(resolveConfig({ ...none, env }).settings.playground).toBe(false);
  });

  test.each([
    [{ flags: { port: '70000' } }, 'Invalid --port: expected an integer from 0 to 65535'],
    [{ env: { SAMEWIRE_PORT: 'banana' } }, 'Invalid SAMEWIRE_PORT: expected'],
    [{ env: { SAMEWIRE_API_KEY: '' } }, 'Invalid SAMEWIRE_API_KEY: expected'],
    [{ flags: { logLevel: 'loud' } }, 'expected one of silent, error, warn, info, debug'],
  ])('with a wrong value is named as the user wrote it', (sources, words) => {
    expect(() => resolveConfig({ ...none, ...sources })).toThrow(words);
  });

  test('with a wrong value in the file is named with the file', async () => {
    await withConfigFile('port: [1]\n', (file, directory) => {
      expect(() => resolveConfig({ ...none, file })).toThrow(
        `Invalid 'port' in ${directory}/samewire.yaml: expected an integer`,
      );
    });
  });
});

async function faultOf(content: string): Promise<string> {
  let message = '';
  await withFiles({ 'samewire.yaml': content }, async (directory) => {
    const reading = readConfigFile(`${directory}/samewire.yaml`);
    message = await reading.then(
      () => 'no fault',
      (error: Error) => error.message,
    );
  });
  return message;
}

describe('a configuration file', () => {
  test('may be empty', async () => {
    expect(await faultOf('')).toBe('no fault');
  });

  test('with an unknown key names the one that was meant', async () => {
    expect(await faultOf('prot: 1\n')).toMatch(
      /Unknown setting 'prot'.*Did you mean 'port'\?/,
    );
    expect(await faultOf('zzzzzz: 1\n')).not.toContain('Did you mean');
  });

  test('that is no YAML is refused', async () => {
    expect(await faultOf('{{{')).toContain('Cannot parse the configuration file');
  });

  test('that is a list is refused', async () => {
    expect(await faultOf('- a\n')).toContain("expected settings as 'name: value'");
  });

  test('that is far too large is not read', async () => {
    expect(await faultOf('#'.repeat(1_100_000))).toContain('too large');
  });
});
