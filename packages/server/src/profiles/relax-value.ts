/** The parts of a JSON Schema by which a value is made to fit. */
export interface ValueSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly additionalProperties?: boolean | ValueSchema;
  readonly patternProperties?: Readonly<Record<string, ValueSchema>>;
  readonly propertyNames?: { readonly pattern?: string };
  readonly items?: ValueSchema;
  readonly oneOf?: readonly ValueSchema[];
  readonly discriminator?: { readonly propertyName: string };
  readonly const?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

/**
 * The value without the fields that its schema does not know, and with numbers moved to the
 * nearest that it takes. What is wrong in any other way stays wrong.
 */
export function relaxValue(value: unknown, schema: ValueSchema): unknown {
  if (typeof value === 'number') return relaxNumber(value, schema);
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => relaxValue(item, items));
  }
  if (typeof value !== 'object' || value === null) return value;
  const branch = branchFor(value, schema);
  return branch === undefined ? value : relaxObject(value, branch);
}

function relaxObject(value: object, schema: ValueSchema): object {
  const { properties = {}, additionalProperties, patternProperties = {} } = schema;
  const [anyOther] = Object.values(patternProperties);
  const { pattern } = schema.propertyNames ?? {};
  const form = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  // Not by assignment: a client may send a field called `__proto__`.
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
      if (form?.test(name) === false) return [];
      const known = Object.hasOwn(properties, name) ? properties[name] : anyOther;
      if (known !== undefined) return [[name, relaxValue(inner, known)]];
      return additionalProperties === false ? [] : [[name, inner]];
    }),
  );
}

/** Of objects told apart by a tag, the schema of the one this is; undefined for none. */
function branchFor(value: object, schema: ValueSchema): ValueSchema | undefined {
  const { discriminator, oneOf } = schema;
  if (discriminator === undefined || oneOf === undefined) return schema;
  const tag = new Map(Object.entries(value)).get(discriminator.propertyName);
  return oneOf.find(
    ({ properties }) => properties?.[discriminator.propertyName]?.const === tag,
  );
}

function relaxNumber(value: number, schema: ValueSchema): number {
  const types = new Set([schema.type ?? []].flat());
  const isInteger = types.has('integer');
  if (!isInteger && !types.has('number')) return value;
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum } = schema;
  const lowest =
    exclusiveMinimum === undefined
      ? minimum
      : Math.max(minimum, exclusiveMinimum + (isInteger ? 1 : Number.EPSILON));
  return Math.min(maximum, Math.max(lowest, isInteger ? Math.trunc(value) : value));
}
