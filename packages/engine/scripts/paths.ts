import { fileURLToPath } from 'node:url';

function inPackage(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

export const packageDir = inPackage('.');
/** CMake build folder of the addon and of make-tiny-model. */
export const addonBuildDir = inPackage('build/addon');
/** Models made on the spot, for tests. */
export const modelsDir = inPackage('build/models');
