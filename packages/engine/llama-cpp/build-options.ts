/** GPU back ends of ggml that can be compiled in, and the CMake option of each. */
const gpuOptions = {
  cuda: 'GGML_CUDA',
  hip: 'GGML_HIP',
  metal: 'GGML_METAL',
  vulkan: 'GGML_VULKAN',
} as const;

type Gpu = keyof typeof gpuOptions;

/**
 * CMake definitions that decide what is compiled. `SAMEWIRE_GPU` names a GPU back end; without
 * it only the CPU is used, and Metal on a Mac, where it is always there.
 *
 * @throws Error if `SAMEWIRE_GPU` names no back end
 */
export function buildOptions(env: NodeJS.ProcessEnv = process.env): string[] {
  const options = ['-DCMAKE_BUILD_TYPE=Release', '-DGGML_NATIVE=ON'];
  const gpu = env['SAMEWIRE_GPU'];
  if (gpu === undefined || gpu === '' || gpu === 'none') return options;
  if (!isGpu(gpu)) {
    const known = Object.keys(gpuOptions).join(', ');
    throw new Error(`SAMEWIRE_GPU is "${gpu}"; expected one of ${known}, none.`);
  }
  return [...options, `-D${gpuOptions[gpu]}=ON`];
}

function isGpu(name: string): name is Gpu {
  return Object.hasOwn(gpuOptions, name);
}
