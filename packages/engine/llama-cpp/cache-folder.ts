import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where compiled llama.cpp libraries live, outside every work tree. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(
    env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
    'samewire',
    'llama.cpp',
  );
}
