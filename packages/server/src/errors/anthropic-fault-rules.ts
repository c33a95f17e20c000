import type { SchemaFault } from './fault-rules.ts';
import { quoted } from './wire-error.ts';

interface AnthropicFault {
  readonly message: string;
  /** Where the field at fault is not the value itself but a property of it. */
  readonly at?: string;
}

type AnthropicFaultRule = (fault: SchemaFault, path: string) => AnthropicFault;

const typeWords: Readonly<Record<string, string>> = {
  string: 'a valid string',
  integer: 'a valid integer',
  number: 'a valid number',
  boolean: 'a valid boolean',
  array: 'a valid list',
  object: 'an object',
};

/** How a fault of each keyword is told, in Anthropic's words. */
export const anthropicFaultRules: Readonly<Record<string, AnthropicFaultRule>> = {
  required: ({ params }, path) => ({
    message: 'Field required',
    at: inside(path, params.missingProperty ?? ''),
  }),
  additionalProperties: ({ params }, path) => ({
    message: 'Extra inputs are not permitted',
    at: inside(path, quoted(params.additionalProperty ?? '')),
  }),
  type: ({ parentSchema }) => {
    const words = [parentSchema?.type ?? []]
      .flat()
      .filter((type) => type !== 'null')
      .map((type) => typeWords[type] ?? type);
    return { message: `Input should be ${orList(words)}` };
  },
  enum: ({ params }) => oneOf(params.allowedValues ?? []),
  const: ({ params }) => oneOf([params.allowedValue]),
  discriminator: unknownTag,
  minimum: ({ params }) => bound('greater than or equal to', params.limit),
  exclusiveMinimum: ({ params }) => bound('greater than', params.limit),
  maximum: ({ params }) => bound('less than or equal to', params.limit),
  minLength: ({ params }) => ({
    message: `String should have at least ${count(params.limit, 'character')}`,
  }),
  maxLength: ({ params }) => ({
    message: `String should have at most ${count(params.limit, 'character')}`,
  }),
  minItems: ({ params }, path) => ({
    message:
      path === 'messages'
        ? 'at least one message is required'
        : `List should have at least ${count(params.limit, 'item')} after validation, not 0`,
  }),
  maxItems: ({ params, data }) => ({
    message:
      `List should have at most ${count(params.limit, 'item')} after validation, ` +
      `not ${Array.isArray(data) ? data.length : 0}`,
  }),
};

function unknownTag({ params, parentSchema }: SchemaFault, path: string): AnthropicFault {
  const { tag = '', tagValue } = params;
  const tags = (parentSchema?.oneOf ?? []).map(
    ({ properties }) => properties?.[tag]?.const,
  );
  if (tag === 'role') return { ...oneOf(tags), at: inside(path, tag) };
  if (typeof tagValue !== 'string')
    return { message: 'Input should be a valid string', at: inside(path, tag) };
  return {
    message:
      `Input tag '${quoted(tagValue)}' found using '${tag}' does not match any of the ` +
      `expected tags: ${tags.map((word) => `'${String(word)}'`).join(', ')}`,
  };
}

function oneOf(values: readonly unknown[]): AnthropicFault {
  const words = values
    .filter((value) => typeof value === 'string')
    .map((word) => `'${word}'`);
  return { message: `Input should be ${orList(words)}` };
}

function bound(comparison: string, limit: number | undefined): AnthropicFault {
  return { message: `Input should be ${comparison} ${limit ?? 0}` };
}

function count(number: number | undefined, noun: string): string {
  return `${number ?? 0} ${noun}${number === 1 ? '' : 's'}`;
}

/** `a`, `a or b`, `a, b or c` */
function orList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function inside(path: string, property: string): string {
  return path === '' ? property : `${path}.${property}`;
}
