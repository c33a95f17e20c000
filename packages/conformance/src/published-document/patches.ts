import type { JsonSchema } from './open-document.ts';

type Schemas = Record<string, JsonSchema>;

/** A place in the published schemas that OpenAI's own answers do not fit. */
interface Patch {
  /** Names down from the schema's: of its properties, or of its keywords. */
  readonly at: string;
  /** What fits as well. */
  readonly also: JsonSchema;
  readonly because: string;
}

const isNull: JsonSchema = { type: 'null' };
const recorded = 'recorded answers have it so';
const exemplified = 'examples in the document itself have it so';

const patches: readonly Patch[] = [
  ...[
    'errors',
    'output_file_id',
    'error_file_id',
    'in_progress_at',
    'expires_at',
    'finalizing_at',
    'completed_at',
    'failed_at',
    'expired_at',
    'cancelling_at',
    'cancelled_at',
  ].map((name) => ({
    at: `Batch.properties.${name}`,
    also: isNull,
    because: exemplified,
  })),
  {
    at: 'CreateCompletionResponse.properties.choices.items.properties.finish_reason',
    also: isNull,
    because: 'events before the last have no reason yet',
  },
  {
    at: 'CreateCompletionResponse.properties.usage',
    also: isNull,
    because: 'with include_usage only the last event tells it',
  },
  { at: 'ModelResponseProperties.properties.user', also: isNull, because: recorded },
  { at: 'Response.allOf.2.properties.usage', also: isNull, because: recorded },
  {
    at: 'ChatCompletionMessageList.properties.data.items',
    also: { type: 'object', required: ['id', 'role', 'content'] },
    because: exemplified,
  },
  ...['ChatCompletionList', 'ChatCompletionMessageList', 'ListFilesResponse'].flatMap(
    (list) =>
      ['first_id', 'last_id'].map((name) => ({
        at: `${list}.properties.${name}`,
        also: isNull,
        because: 'an empty page has no first and no last',
      })),
  ),
  {
    at: 'Embedding.properties.embedding',
    also: { type: 'string' },
    because: 'it is a text with encoding_format base64',
  },
  {
    at: 'ChatCompletionMessageToolCallChunk.properties.type',
    also: { const: 'custom' },
    because: 'the answer without a stream knows custom tools',
  },
  {
    at: 'ResponseErrorEvent',
    also: {
      type: 'object',
      properties: { error: { $ref: '#/components/schemas/Error' } },
      required: ['type', 'sequence_number', 'error'],
    },
    because: recorded,
  },
];

/**
 * The schemas as they would have to be for OpenAI's own answers to fit them.
 *
 * Everywhere: `nullable` is a word of OpenAPI 3.0, and means nothing in a document of 3.1;
 * `oneOf` stands where several members fit, as members that differ in optional fields do.
 *
 * @throws Error if there is nothing to patch any more where a patch is for
 */
export function patchSchemas(published: Readonly<Schemas>): Schemas {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys stay as they are
  const schemas = withoutOldWords(published) as Schemas;
  for (const patch of patches) apply(patch, schemas);
  return schemas;
}

function withoutOldWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOldWords);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, oneOf, ...rest } = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutOldWords(inner)]),
  );
  const schema = Array.isArray(oneOf) ? { ...rest, anyOf: oneOf } : rest;
  return nullable === true ? { anyOf: [schema, isNull] } : schema;
}

function apply({ at, also, because }: Patch, schemas: Schemas): void {
  const names = at.split('.');
  const last = names.pop() ?? '';
  const holder = names.reduce(inside, schemas);
  if (!(last in holder)) throw new Error(`There is no ${at} to patch (${because}).`);
  Reflect.set(holder, last, { anyOf: [Reflect.get(holder, last), also] });
}

function inside(value: object, name: string): object {
  const inner: unknown = Reflect.get(value, name);
  return typeof inner === 'object' && inner !== null ? inner : {};
}
