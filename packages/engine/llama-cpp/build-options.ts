import { isAmxBroken } from './amx-probe.ts';

/** GPU back ends of ggml that can be compiled in, and the CMake option of each. */
const gpuOptions = {
  cuda: 'GGML_CUDA',
  hip: 'GGML_HIP',
  metal: 'GGML_METAL',
  vulkan: 'GGML_VULKAN',
} as const;

type Gpu = keyof typeof gpuOptions;

/**
 * CMake definitions that decide what is compiled: everything this CPU can do. `SAMEWIRE_GPU` names
 * a GPU back end; without it only the CPU is used, and Metal on a Mac, where it is always there.
 *
 * @throws Error if `SAMEWIRE_GPU` names no back end
 */
export async function buildOptions(
  env: NodeJS.ProcessEnv = process.env,
): Promise<string[]> {
  const options = ['-DCMAKE_BUILD_TYPE=Release', '-DGGML_NATIVE=ON'];
  if (await isAmxBroken(env)) options.push(...withoutAmx(env));
  const gpu = env['SAMEWIRE_GPU'];
  if (gpu === undefined || gpu === '' || gpu === 'none') return options;
  if (!isGpu(gpu)) {
    const known = Object.keys(gpuOptions).join(', ');
    throw new Error(`SAMEWIRE_GPU is "${gpu}"; expected one of ${known}, none.`);
  }
  return [...options, `-D${gpuOptions[gpu]}=ON`];
}

function withoutAmx(env: NodeJS.ProcessEnv): string[] {
  const flags = '-mno-amx-tile -mno-amx-int8 -mno-amx-bf16';
  return [
    `-DCMAKE_C_FLAGS=${env['CFLAGS'] ?? ''} ${flags}`.trim(),
    `-DCMAKE_CXX_FLAGS=${env['CXXFLAGS'] ?? ''} ${flags}`.trim(),
  ];
}

function isGpu(name: string): name is Gpu {
  return Object.hasOwn(gpuOptions, name);
}
