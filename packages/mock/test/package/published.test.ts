import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCassette } from '@samewire/mock';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { chatExchange, chatRequest } from '../support/exchanges.ts';

/** The entries that do something when they are imported, and export nothing. */
const deeds = new Set(['./no-network', './vitest/no-network']);
/** Those that a page imports. */
const forPages = ['.', './drift', './msw', './profiles', './scenario', './synthesise'];

const root = new URL('../../', import.meta.url);

let chunks: ReadonlyMap<string, Rolldown.OutputChunk>;

beforeAll(async () => {
  chunks = new Map(
    (await buildPackage({ write: false }))
      .filter((output) => output.type === 'chunk')
      .map((chunk) => [chunk.fileName, chunk]),
  );
});

async function buildPackage(
  options: { readonly write: false } | { readonly outDir: string },
): Promise<Rolldown.OutputBundle[string][]> {
  const built = await build({
    root: fileURLToPath(root),
    logLevel: 'error',
    build: options,
  });
  return (Array.isArray(built) ? built : [built]).flatMap((result) =>
    'output' in result ? result.output : [],
  );
}

/** The file that an entry of the package is, as `index.js`. */
function fileOf(entry: string): string {
  const target = manifest.exports[entry as keyof typeof manifest.exports];
  if (typeof target === 'string') throw new Error(`${entry} is no JavaScript`);
  return target.default.replace('./dist/', '');
}

/** Everything that is loaded at once with some entries: files of the package, and other modules. */
function loadedWith(...entries: readonly string[]): ReadonlySet<string> {
  const loaded = new Set(entries.map(fileOf));
  // A set takes what is added while it is walked through.
  for (const file of loaded)
    for (const other of chunks.get(file)?.imports ?? []) loaded.add(other);
  return loaded;
}

const entries = Object.keys(manifest.exports).filter(
  (entry) => entry !== './package.json' && !deeds.has(entry),
);

describe('the published package', () => {
  test.each(entries)('has at %s what the source has', async (entry) => {
    const target = manifest.exports[entry as keyof typeof manifest.exports];
    const source = typeof target === 'string' ? target : target['@samewire/source'];
    const exported = (await import(new URL(source, root).href)) as object;
    expect(chunks.get(fileOf(entry))?.exports.toSorted()).toEqual(
      Object.keys(exported).toSorted(),
    );
  });

  test.each(entries)('does nothing yet when %s is imported', (entry) => {
    const modules = [...loadedWith(entry)].flatMap(
      (file) => chunks.get(file)?.moduleIds ?? [],
    );
    expect(modules.filter((id) => id.endsWith('no-network.ts'))).toEqual([]);
  });

  test.each(forPages)('needs nothing of Node for %s', (entry) => {
    const ofNode = [...loadedWith(entry)].filter((file) => file.startsWith('node:'));
    expect(ofNode).toEqual([]);
  });

  test('starts a server from few files, and without what only some servers need', () => {
    const loaded = [...loadedWith('.', './server')];
    const files = loaded.filter((file) => file.endsWith('.js'));
    expect(files.length).toBeLessThanOrEqual(5);
    for (const late of ['node:http', 'node:https', 'node:crypto', 'node:zlib', 'typebox'])
      expect(loaded).not.toContain(late);
  });

  test('answers from its command, with nothing installed beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'samewire-mock-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    await buildPackage({ outDir: folder });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(
      join(folder, 'chat.yaml'),
      writeCassette({ exchanges: [chatExchange()] }),
    );
    const serve = spawn(
      process.execPath,
      [join(folder, 'main.js'), 'serve', join(folder, 'chat.yaml'), '--until-input-ends'],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    onTestFinished(async () => {
      const closed = once(serve, 'close');
      serve.stdin.end();
      await closed;
    });
    const [line] = (await once(serve.stdout, 'data')) as [Buffer];
    const { baseUrl } = JSON.parse(line.toString()) as { readonly baseUrl: string };
    const answer = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      body: Buffer.from(chatRequest({}).body),
    });
    expect(await answer.json()).toEqual({ ok: true });
  });
});
