import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '../../src');
const folders = ['scenario', 'profiles', 'synthesise', 'drift'];

test('nothing that imitates asks chance or the clock of the machine', () => {
  const files = folders.flatMap((folder) =>
    readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(source, folder, name)),
  );
  expect(files.length).toBeGreaterThan(10);
  const asking = files.filter((file) =>
    /Math\.random|Date\.now|new Date\(\)|performance\.now|crypto\./.test(
      readFileSync(file, 'utf8'),
    ),
  );
  expect(asking).toEqual([]);
});
