// Writes the pages of docs/ that are made from sources.

import { writeFile } from 'node:fs/promises';
import { pages } from './pages.ts';

const docs = new URL('../../../docs/', import.meta.url);
for (const [name, render] of Object.entries(pages))
  await writeFile(new URL(name, docs), render());
