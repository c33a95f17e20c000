// Writes the page of docs/ that is made from the profiles.

import { writeFile } from 'node:fs/promises';
import { renderProviderQuirks } from './provider-quirks.ts';

const page = new URL('../../../docs/provider-quirks.md', import.meta.url);
await writeFile(page, renderProviderQuirks());
