import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const native = fileURLToPath(new URL('../../native', import.meta.url));

function filesThatInclude(folder: string, header: RegExp): string[] {
  const files = globSync(`${folder}/**/*.{h,cc}`, { cwd: native });
  expect(files.length).toBeGreaterThan(0);
  return files.filter((file) => header.test(readFileSync(`${native}/${file}`, 'utf8')));
}

test('the core knows nothing of Node', () => {
  expect(filesThatInclude('core', /#include [<"](napi|node_api|napi-setup)/)).toEqual([]);
});

test('the binding knows nothing of llama.cpp', () => {
  expect(
    filesThatInclude('binding', /#include [<"](llama|ggml|gguf|chat\.h|mtmd)/),
  ).toEqual([]);
});

test('napi.h is included in one place', () => {
  expect(filesThatInclude('binding', /#include <napi\.h>/)).toEqual([
    'binding/napi-setup.h',
  ]);
});
