import { fieldSupport, seedKinds } from '@samewire/shared-types';
import type { TSchema } from 'typebox';
import { cell, markdownTable } from './markdown-table.ts';

/** What objects can be there from the start. */
export function seedSection(): string {
  return `## Seeds

With \`seeds: <file>\` objects are there from the start, under ids of your choice, so that tests of a
client have something to retrieve, change and delete. The file is a list, in YAML or JSON:

\`\`\`yaml
- { object: conversation, id: conv_123, items: [{ role: user, content: Hello! }] }
- { object: response, id: resp_123, input: Hello!, answer: Hi. }
- { object: file, id: file-abc, filename: a.txt, purpose: user_data, content: Some text. }
\`\`\`

Each start puts them back as the file says, and so does \`POST /seeds/restore\`, which tests may call
before each of them. They belong to the first API key, if there are keys. This is how the tests of
the [official SDKs](sdk-suites.md) run.

${markdownTable(['Field', 'Meaning'], seedKinds.flatMap(rowsOf))}`;
}

/** One row for each field; the first says which kind it is. */
function rowsOf({ properties }: (typeof seedKinds)[number]): string[][] {
  const kind = properties.object.const;
  return Object.entries<TSchema>(properties).map(([name, schema]) => [
    name === 'object' ? `\`object: ${kind}\`` : `\`${name}\``,
    cell(fieldSupport(schema)?.note ?? ''),
  ]);
}
