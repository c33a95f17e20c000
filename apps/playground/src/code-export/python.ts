import type { SentRequest } from '../wire/run.ts';
import { baseUrlOf, bodyOf, needsKey } from './exported-request.ts';

/** Fields of this server that the official Python client sends only as `extra_body`. */
const extraFields = new Set(['top_k', 'min_p', 'repetition_penalty']);

/** The request as a program for the official Python client. */
export function asPython(request: SentRequest): string {
  const entries = Object.entries(bodyOf(request));
  const named = entries.filter(([name]) => !extraFields.has(name));
  const extra = entries.filter(([name]) => extraFields.has(name));
  const args = named.map(([name, value]) => `    ${name}=${literal(value, 1)},\n`);
  if (extra.length > 0)
    args.push(`    extra_body=${literal(Object.fromEntries(extra), 1)},\n`);
  const withKey = needsKey(request);
  const key = withKey ? 'os.environ["SAMEWIRE_API_KEY"]' : '"no key needed"';
  return `${withKey ? 'import os\n\n' : ''}from openai import OpenAI

client = OpenAI(
    base_url=${literal(baseUrlOf(request), 1)},
    api_key=${key},
)

stream = client.chat.completions.create(
${args.join('')})

for chunk in stream:
    if chunk.choices and chunk.choices[0].delta.content:
        print(chunk.choices[0].delta.content, end="", flush=True)
print()
`;
}

/** A JSON value in Python's spelling. */
function literal(value: unknown, depth: number): string {
  const inner = '    '.repeat(depth + 1);
  const outer = '    '.repeat(depth);
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inner}${literal(item, depth + 1)},\n`);
    return `[\n${items.join('')}${outer}]`;
  }
  if (typeof value === 'object') {
    const items = Object.entries(value).map(
      ([name, item]) => `${inner}${JSON.stringify(name)}: ${literal(item, depth + 1)},\n`,
    );
    return `{\n${items.join('')}${outer}}`;
  }
  // Every escape JSON uses in a text means the same in Python, and numbers are alike.
  return JSON.stringify(value);
}
