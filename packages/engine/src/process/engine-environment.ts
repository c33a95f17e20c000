import { availableParallelism } from 'node:os';

/**
 * What of the environment the engine's process gets: what its libraries look at, and nothing that
 * may be a secret.
 */
const passedVariables =
  /^(PATH|HOME|LANG|LC_.*|TZ|TMPDIR|SystemRoot|LD_LIBRARY_PATH|DYLD_.*|OMP_.*|GOMP_.*|KMP_.*|CUDA_.*|GGML_.*|HIP_.*|ROCR_.*|SAMEWIRE_ENGINE_ADDON|SAMEWIRE_LLAMA_LOG|NODE_EXTRA_CA_CERTS)$/;

/** With so few cores, the server, its clients and the engine are in one another's way. */
const fewCores = 4;

/**
 * How often a compute thread looks whether the others are done before it sleeps (GNU OpenMP's
 * `GOMP_SPINCOUNT`). Its default is milliseconds: longer than a step of the kernel's scheduler, so
 * that whoever has lost its core to another program is waited for by threads that keep theirs busy
 * with waiting. This is longer than most barriers take when nobody is in the way.
 */
const spinCount = '1000';

/** The environment of the engine's process, made from that of this one. */
export function engineEnvironment(
  env: NodeJS.ProcessEnv,
  numCores = availableParallelism(),
): NodeJS.ProcessEnv {
  const passed = Object.fromEntries(
    Object.entries(env).filter(([name]) => passedVariables.test(name)),
  );
  const isChosen = 'OMP_WAIT_POLICY' in passed || 'GOMP_SPINCOUNT' in passed;
  if (!isChosen && numCores <= fewCores) passed['GOMP_SPINCOUNT'] = spinCount;
  return passed;
}
