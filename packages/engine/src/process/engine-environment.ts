/**
 * What of the environment the engine's process gets: what its libraries look at, and nothing that
 * may be a secret.
 */
const passedVariables =
  /^(PATH|HOME|LANG|LC_.*|TZ|TMPDIR|SystemRoot|LD_LIBRARY_PATH|DYLD_.*|OMP_.*|GOMP_.*|KMP_.*|CUDA_.*|GGML_.*|HIP_.*|ROCR_.*|SAMEWIRE_ENGINE_ADDON|SAMEWIRE_LLAMA_LOG|NODE_EXTRA_CA_CERTS)$/;

/** The environment of the engine's process, made from that of this one. */
export function engineEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => passedVariables.test(name)),
  );
}
