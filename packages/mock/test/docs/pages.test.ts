import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pages } from '../../docs/pages.ts';

const docs = new URL('../../../../docs/', import.meta.url);

test.each(Object.entries(pages))('docs/%s says what its sources say', (name, render) => {
  expect(readFileSync(new URL(name, docs), 'utf8')).toBe(render());
});
