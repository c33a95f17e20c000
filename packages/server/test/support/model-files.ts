import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The beginning of a GGUF file without tensors and metadata. */
export function ggufHeader(
  changes: { magic?: string; version?: number; entries?: bigint } = {},
) {
  const header = Buffer.alloc(24);
  header.write(changes.magic ?? 'GGUF', 'latin1');
  header.writeUInt32LE(changes.version ?? 3, 4);
  header.writeBigUInt64LE(changes.entries ?? 0n, 16);
  return header;
}

/** A folder with the given files, for as long as the callback runs. */
export async function withFiles(
  files: Readonly<Record<string, string | Buffer>>,
  use: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'samewire-'));
  try {
    for (const [name, content] of Object.entries(files))
      await writeFile(join(directory, name), content);
    await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}
