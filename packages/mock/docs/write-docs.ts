// Writes the pages of docs/ that are made from the profiles and from what clients read.

import { writeFile } from 'node:fs/promises';
import { renderClientLimits } from './client-limits.ts';
import { renderProviderQuirks } from './provider-quirks.ts';

const docs = new URL('../../../docs/', import.meta.url);
await writeFile(new URL('provider-quirks.md', docs), renderProviderQuirks());
await writeFile(new URL('client-limits.md', docs), renderClientLimits());
