import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

/** Folders with PostgreSQL's programs: those of PATH, and where Debian puts them. */
const folders = [
  ...(process.env['PATH'] ?? '').split(delimiter),
  ...globSync('/usr/lib/postgresql/*/bin'),
];

const bin = folders.find(
  (folder) => spawnSync(join(folder, 'initdb'), ['--version']).status === 0,
);

export const postgresNote =
  bin === undefined ? ' (skipped: there is no initdb; the package is postgresql)' : '';

/** PostgreSQL refuses to run as root, so a container's tests run it as nobody. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export interface RunningPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** A PostgreSQL server with an empty database, reachable through a socket in a new folder. */
export async function startPostgres(): Promise<RunningPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'samewire-pg-'));
  if (nobody.uid !== undefined) await chown(folder, nobody.uid, nobody.gid);
  const data = join(folder, 'data');
  const options = [
    '-U',
    'samewire',
    '--auth=trust',
    '--no-sync',
    '-E',
    'UTF8',
    '--locale=C',
  ];
  const made = spawnSync(join(bin ?? '', 'initdb'), ['-D', data, ...options], nobody);
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stderr.toString()}`);
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'fsync=off',
  ];
  const server = spawn(
    join(bin ?? '', 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    { ...nobody, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  for await (const line of createInterface(server.stderr))
    if (line.includes('ready to accept connections')) break;
  server.stderr.resume();
  return {
    url: `postgres://samewire@/postgres?host=${encodeURIComponent(folder)}`,
    stop: async () => {
      const ended = once(server, 'exit');
      // Fast: it does not wait for its clients.
      server.kill('SIGINT');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
