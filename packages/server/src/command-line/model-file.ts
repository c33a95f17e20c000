import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CommandError, exitCodes } from './command-error.ts';

/** A model file that is worth handing to the engine. */
export interface ModelFile {
  readonly path: string;
  readonly sizeBytes: number;
}

const headerBytes = 24;
const supportedVersions = [2, 3];
/** The least a metadata entry can take: a length, a name of one letter, a type, a byte. */
const minBytesPerEntry = 14;

/**
 * Looks at the beginning of a model file, so that the wrong file is told apart in words
 * before native code gets to see it.
 *
 * @param serveCommand what the user types to serve, for advice
 * @throws CommandError that says what was expected, what is there, and what to type
 */
export async function checkModelFile(
  path: string,
  serveCommand: string,
): Promise<ModelFile> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined)
    throw new CommandError(`The model file ${path} was not found: no such file.`, {
      exitCode: exitCodes.modelNotFound,
      hints: [`Name a GGUF file:  ${serveCommand} path/to/model.gguf`],
    });
  if (stats.isDirectory()) throw await directoryError(path, serveCommand);
  const header = await readHeader(path);
  const fault = faultOf(header, stats.size);
  if (fault !== undefined)
    throw new CommandError(`Cannot serve ${path}: ${fault}`, {
      hints: ['A model file begins with the letters GGUF; the download may be broken.'],
    });
  return { path, sizeBytes: stats.size };
}

async function readHeader(path: string): Promise<Buffer> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes));
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`Cannot read the model file: ${reason}`);
  }
}

/** What is wrong with the beginning of a file, or undefined. */
function faultOf(header: Buffer, sizeBytes: number): string | undefined {
  if (header.length === 0) return 'the file is empty. Expected a GGUF file.';
  const magic = header.subarray(0, 4).toString('latin1');
  if (magic !== 'GGUF')
    return `it is not a GGUF file. Expected the magic letters "GGUF", but got ${JSON.stringify(magic)}.`;
  if (header.length < headerBytes)
    return `the file is truncated after ${header.length} bytes.`;
  const version = header.readUInt32LE(4);
  if (!supportedVersions.includes(version))
    return `it is of GGUF version ${version}. Expected version ${supportedVersions.join(' or ')}.`;
  const numEntries = header.readBigUInt64LE(16);
  if (numEntries * BigInt(minBytesPerEntry) > BigInt(sizeBytes))
    return `the file is truncated: it announces ${numEntries} metadata entries and has ${sizeBytes} bytes.`;
  return undefined;
}

async function directoryError(path: string, serveCommand: string): Promise<CommandError> {
  const names = await readdir(path).catch(() => []);
  const models = names.filter((name) => name.endsWith('.gguf')).slice(0, 5);
  const hints = models.map((name) => `Try:  ${serveCommand} ${join(path, name)}`);
  return new CommandError(
    `Cannot serve ${path}: it is a directory, not a file. Expected a GGUF file.`,
    {
      hints: hints.length > 0 ? hints : [`There is no .gguf file in ${basename(path)}.`],
    },
  );
}
