import type { SentRequest } from '../wire/run.ts';
import { baseUrlOf, bodyOf, needsKey } from './exported-request.ts';

/** The request as a program for the official Node client. */
export function asNode(request: SentRequest): string {
  const key = needsKey(request) ? 'process.env.SAMEWIRE_API_KEY' : "'no key needed'";
  return `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: ${JSON.stringify(baseUrlOf(request))},
  apiKey: ${key},
});

const stream = await client.chat.completions.create(${literal(bodyOf(request), 0)});

for await (const chunk of stream)
  process.stdout.write(chunk.choices[0]?.delta.content ?? '');
process.stdout.write('\\n');
`;
}

/** A JSON value as JavaScript: names stand without quotes where they may. */
function literal(value: unknown, depth: number): string {
  const inner = '  '.repeat(depth + 1);
  const outer = '  '.repeat(depth);
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inner}${literal(item, depth + 1)},\n`);
    return `[\n${items.join('')}${outer}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const items = Object.entries(value).map(
      ([name, item]) => `${inner}${fieldName(name)}: ${literal(item, depth + 1)},\n`,
    );
    return `{\n${items.join('')}${outer}}`;
  }
  return JSON.stringify(value);
}

function fieldName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
