import { existsSync, readFileSync } from 'node:fs';
import {
  CompactRequest,
  ConversationItemsRequest,
  ConversationRequest,
  ConversationUpdate,
  InputTokensRequest,
  ItemListQuery,
  ResponseQuery,
  ResponseRequest,
  ChatCompletionListQuery,
  ChatCompletionRequest,
  ChatCompletionUpdate,
  ChatMessageListQuery,
  CompletionRequest,
  fieldSupport,
  fieldSupportKeyword,
} from '@samewire/shared-types';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const requests = {
  ChatCompletionListQuery,
  ChatCompletionRequest,
  ChatCompletionUpdate,
  ChatMessageListQuery,
  CompactRequest,
  CompletionRequest,
  ConversationItemsRequest,
  ConversationRequest,
  ConversationUpdate,
  InputTokensRequest,
  ItemListQuery,
  ResponseQuery,
  ResponseRequest,
};

describe.each(Object.entries(requests))('%s', (_name, schema) => {
  test('says of every field how it is treated', () => {
    for (const [name, field] of Object.entries(schema.properties))
      expect([name, fieldSupport(field)]).toEqual([
        name,
        expect.objectContaining({ note: expect.stringMatching(/\.$/) }),
      ]);
  });

  test('is a schema without slips', () => {
    const ajv = new Ajv({
      strict: true,
      strictTypes: false,
      strictRequired: false,
      discriminator: true,
      allowUnionTypes: true,
      keywords: [fieldSupportKeyword],
    });
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  test('can be written down', () => {
    expect(JSON.parse(JSON.stringify(schema))).toMatchObject({ type: 'object' });
  });
});

const shared = process.env['SAMEWIRE_SHARED'] ?? `${process.cwd()}/../shared`;
const specification = `${shared}/openai/openapi.yaml`;

describe.skipIf(!existsSync(specification))("OpenAI's own document", () => {
  let components: { readonly schemas: Record<string, SpecSchema> };
  // Five megabytes of YAML take a while.
  beforeAll(() => {
    ({ components } = parse(readFileSync(specification, 'utf8')));
  }, 60_000);

  test.each([
    ['CreateChatCompletionRequest', ChatCompletionRequest],
    ['CreateCompletionRequest', CompletionRequest],
    ['CreateResponse', ResponseRequest],
  ])('has no field in %s that is missing here', (name, schema) => {
    const fields = fieldsOf(components.schemas, { $ref: `#/components/schemas/${name}` });
    expect(fields.length).toBeGreaterThan(15);
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(fields));
  });
});

interface SpecSchema {
  readonly $ref?: string;
  readonly properties?: object;
  readonly allOf?: readonly SpecSchema[];
}

/** The fields of a schema and of all it is put together from. */
function fieldsOf(schemas: Record<string, SpecSchema>, schema: SpecSchema): string[] {
  const target = schemas[schema.$ref?.split('/').at(-1) ?? ''];
  return [
    ...Object.keys(schema.properties ?? {}),
    ...(schema.allOf ?? []).flatMap((part) => fieldsOf(schemas, part)),
    ...(target === undefined ? [] : fieldsOf(schemas, target)),
  ];
}
