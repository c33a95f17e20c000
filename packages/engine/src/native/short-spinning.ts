import { availableParallelism } from 'node:os';

/** With so few cores, the server, its clients and the engine are in one another's way. */
const fewCores = 4;

/**
 * How often a compute thread looks whether the others are done before it sleeps (GNU OpenMP's
 * `GOMP_SPINCOUNT`). Its default is milliseconds: longer than a step of the kernel's scheduler, so
 * that whoever has lost its core to another program is waited for by threads that keep theirs busy
 * with waiting. This is longer than most barriers take when nobody is in the way.
 */
const spinCount = '1000';

/**
 * Loads a library that computes with OpenMP, which looks at the environment while it is loaded and
 * then no more. Afterwards the environment is as before. In a worker thread it stays out of sight of
 * libraries, so that only the first to load one in a process can choose.
 */
export function withShortSpinning<Library>(
  load: () => Library,
  env: NodeJS.ProcessEnv = process.env,
  numCores = availableParallelism(),
): Library {
  const isChosen = 'OMP_WAIT_POLICY' in env || 'GOMP_SPINCOUNT' in env;
  if (isChosen || numCores > fewCores) return load();
  env['GOMP_SPINCOUNT'] = spinCount;
  try {
    return load();
  } finally {
    delete env['GOMP_SPINCOUNT'];
  }
}
