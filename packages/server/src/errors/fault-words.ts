/** The parts of a JSON Schema that the wording of a fault depends on. */
export interface SchemaShape {
  readonly type?: string | readonly string[];
  readonly items?: SchemaShape;
  readonly anyOf?: readonly SchemaShape[];
  readonly oneOf?: readonly SchemaShape[];
  readonly properties?: Readonly<Record<string, SchemaShape>>;
  readonly const?: unknown;
  readonly pattern?: string;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'integer',
  number: 'decimal',
  boolean: 'boolean',
  object: 'object',
  array: 'array',
};

/** `an integer`, `an array of objects`, `one of a string or array of strings` */
export function expectedWords(schema: SchemaShape): string {
  const kinds = kindsOf(schema);
  const [first = 'value', ...others] = kinds;
  if (others.length === 0) return withArticle(first);
  return `one of ${orList([withArticle(first), ...others])}`;
}

/** `null`, `an array`, `a decimal number` */
export function gotWords(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number')
    return Number.isInteger(value) ? 'an integer' : 'a decimal number';
  return withArticle(typeof value);
}

/** `'low', 'medium', and 'high'` */
export function andList(words: readonly unknown[]): string {
  const shown = words
    .filter((word) => typeof word === 'string')
    .map((word) => `'${word}'`);
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(shown);
}

function orList(words: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(words);
}

function kindsOf(schema: SchemaShape): string[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(kindsOf);
  return [schema.type ?? []]
    .flat()
    .filter((type) => type !== 'null')
    .map((type) =>
      type === 'array' ? arrayKind(schema.items) : (typeNames[type] ?? type),
    );
}

/** `array of integer arrays` for an array of arrays of integers. */
function arrayKind(items: SchemaShape | undefined): string {
  const [kind] = items === undefined ? [] : kindsOf(items);
  if (kind === undefined) return 'array';
  const inner = /^array of (\w+)s$/.exec(kind)?.[1];
  return inner === undefined ? `array of ${kind}s` : `array of ${inner} arrays`;
}

function withArticle(noun: string): string {
  return `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
