import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderProviderQuirks } from '../../docs/provider-quirks.ts';

const page = new URL('../../../../docs/provider-quirks.md', import.meta.url);

test('docs/provider-quirks.md says what the profiles say', () => {
  expect(readFileSync(page, 'utf8')).toBe(renderProviderQuirks());
});
