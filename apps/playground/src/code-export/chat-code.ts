import type { SentRequest } from '../wire/run.ts';
import { asCurl } from './curl.ts';
import { asNode } from './node.ts';
import { asPython } from './python.ts';

export interface CodeExport {
  readonly id: 'curl' | 'python' | 'node';
  readonly label: string;
  /** What the reader must do before running it. */
  readonly hint: string;
  readonly write: (request: SentRequest) => string;
}

export const codeExports: readonly CodeExport[] = [
  { id: 'curl', label: 'curl', hint: 'Paste it into a shell.', write: asCurl },
  {
    id: 'python',
    label: 'Python',
    hint: 'Needs the official client: pip install openai',
    write: asPython,
  },
  {
    id: 'node',
    label: 'Node',
    hint: 'Save it as try.mjs. Needs the official client: npm install openai',
    write: asNode,
  },
];
