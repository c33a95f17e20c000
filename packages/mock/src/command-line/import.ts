import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { writeCassetteFile } from '../files/cassette-files.ts';
import { ImportError, type Imported, isExact } from '../import/imported.ts';
import type { MockSurroundings } from './surroundings.ts';
import { exitCodes, type MockExitCode, UsageError } from './usage-error.ts';

interface ImportFlags {
  readonly out: string;
  readonly redact?: boolean;
}

export function addImportCommand(
  program: Command,
  surroundings: MockSurroundings,
  finish: (code: MockExitCode) => void,
): void {
  program
    .command('import')
    .description(
      'Make cassettes of what other tools recorded: VCR (Python, Ruby), HAR, aimock, req_llm, ' +
        'event streams, JSON payloads. Fails where a file cannot be replayed exactly, and says why.',
    )
    .argument('<files...>', 'recordings')
    .requiredOption('--out <folder>', 'where the cassettes go')
    .option('--redact', 'take secrets and all headers that clients do not need out')
    .action(async (files: readonly string[], flags: ImportFlags) => {
      finish(await importFiles(files, flags, surroundings));
    });
}

async function importFiles(
  files: readonly string[],
  { out, redact }: ImportFlags,
  { cwd, stdout, stderr }: MockSurroundings,
): Promise<MockExitCode> {
  const { importRecording } = await import('../import/import-recording.ts');
  const { Redactor } = await import('../secrets/redactor.ts');
  const taken = new Map<string, string>();
  let numInexact = 0;
  for (const file of files) {
    const target = join(resolve(cwd, out), cassetteName(file, taken));
    let imported: Imported;
    try {
      imported = importRecording(readBytes(resolve(cwd, file), file), basename(file));
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      numInexact += 1;
      stderr.write(`${error.message}\n`);
      continue;
    }
    const { cassette } = imported;
    const redactor = new Redactor();
    const exchanges =
      redact === true
        ? cassette.exchanges.map((exchange) => redactor.redact(exchange))
        : cassette.exchanges;
    writeCassetteFile(target, { ...cassette, exchanges });
    if (!isExact(imported)) numInexact += 1;
    for (const { exchange, what, reason } of imported.losses)
      stderr.write(`${file}, exchange ${exchange + 1}, ${what}: ${reason}\n`);
  }
  const numFiles = files.length;
  stdout.write(`${numFiles - numInexact} of ${numFiles} files can be replayed exactly\n`);
  return numInexact === 0 ? exitCodes.ok : exitCodes.failed;
}

function readBytes(path: string, file: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw new ImportError(`${file}: cannot be read`);
  }
}

/** @throws UsageError where two files would get the same name */
function cassetteName(file: string, taken: Map<string, string>): string {
  const name = `${basename(file).replace(/\.(?:ya?ml|json|har|txt|sse)$/i, '')}.yaml`;
  const other = taken.get(name);
  if (other !== undefined)
    throw new UsageError(
      `${file} and ${other} would both become ${name}; import them apart`,
    );
  taken.set(name, file);
  return name;
}
