import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { pinnedNode } from './prepare.mjs';

/**
 * Runs a script of ours on the pinned Node, from the packages' sources, and ends as it ends.
 * Signals from a terminal reach it by themselves; those sent to this process are passed on.
 */
export function runPinned(script, args) {
  const options = [
    '--conditions=@samewire/source',
    '--disable-warning=ExperimentalWarning',
  ];
  const child = spawn(pinnedNode, [...options, script, ...args], {
    // npm runs scripts in the package's folder; paths are meant from where the user stands.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    stdio: 'inherit',
    // What the script starts in turn must find the same Node.
    env: { ...process.env, PATH: `${dirname(pinnedNode)}:${process.env.PATH}` },
  });
  for (const signal of ['SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  // The terminal sends it to both; the script decides when to end.
  process.on('SIGINT', () => {});
  child.on('exit', (code, signal) =>
    process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)),
  );
}
