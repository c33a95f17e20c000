import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { docsUrl, generatedDocs } from '../../docs/generated-docs.ts';

test.each(Object.entries(generatedDocs))(
  'docs/%s is what the code says',
  async (name, render) => {
    expect(await readFile(new URL(name, docsUrl), 'utf8')).toBe(await render());
  },
);
