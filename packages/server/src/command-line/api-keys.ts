import { readFile, stat } from 'node:fs/promises';
import type { ApiKey } from '../server-config.ts';
import type { Settings } from '../config/settings.ts';
import { isLoopbackName } from '../plugins/host-check.ts';
import { parseKeyFile } from './key-file.ts';
import { CommandError, exitCodes } from './command-error.ts';
import type { Terminal } from './terminal.ts';

/** The keys of the settings and of the key file. */
export async function collectApiKeys(
  { apiKey = [], apiKeyFile }: Settings,
  terminal: Terminal,
): Promise<readonly ApiKey[]> {
  const fromFlags = apiKey.map((key) => ({ key }));
  if (apiKeyFile === undefined) return fromFlags;
  const fromFile = parseKeyFile(await readKeyFile(apiKeyFile, terminal), apiKeyFile);
  return [...fromFlags, ...fromFile];
}

/** @throws CommandError if anybody on the network could use the server */
export function requireProtection(
  { host, insecure }: Settings,
  apiKeys: readonly ApiKey[],
): void {
  if (isLoopbackName(host) || host === '::1' || apiKeys.length > 0 || insecure) return;
  throw new CommandError(
    `Refusing to listen on ${host} without an API key: anybody who reaches it could use it.`,
    {
      exitCode: exitCodes.usage,
      hints: [
        'Ask for a key:        --api-key <key>, or SAMEWIRE_API_KEY',
        'Or if you mean it:    --insecure',
      ],
    },
  );
}

async function readKeyFile(path: string, terminal: Terminal): Promise<string> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0 && process.platform !== 'win32')
      terminal.warn(`The API key file ${path} is readable by others; chmod 600 helps.`);
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`Cannot read the API key file: ${reason}`);
  }
}
