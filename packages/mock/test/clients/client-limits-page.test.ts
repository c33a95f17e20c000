import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderClientLimits } from '../../docs/client-limits.ts';

const page = new URL('../../../../docs/client-limits.md', import.meta.url);

test('docs/client-limits.md is what the list of limits says', () => {
  expect(readFileSync(page, 'utf8')).toBe(renderClientLimits());
});
