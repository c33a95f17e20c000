// Writes the pages of docs/ that are made from code.

import { writeFile } from 'node:fs/promises';
import { docsUrl, generatedDocs } from './generated-docs.ts';

for (const [name, render] of Object.entries(generatedDocs))
  await writeFile(new URL(name, docsUrl), await render());
