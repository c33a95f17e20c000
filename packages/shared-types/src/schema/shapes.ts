import { type Static, type TSchema, type TUnsafe, Type } from 'typebox';

interface TypedSchema extends TSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
}

interface ObjectSchema extends TSchema {
  readonly required?: readonly string[];
}

/**
 * The schema, or null. Written as one schema with a list of types rather than as a union,
 * so that a fault is one fault with one path.
 */
export function orNull<T extends TSchema>(schema: T): TUnsafe<Static<T> | null> {
  const typed: TypedSchema = schema;
  return Type.Unsafe<Static<T> | null>({
    ...typed,
    type: [typed.type ?? [], 'null'].flat(),
    ...(typed.enum === undefined ? {} : { enum: [...typed.enum, null] }),
  });
}

/** One of a few words. */
export function oneOf<const Words extends readonly string[]>(
  ...words: Words
): TUnsafe<Words[number]> {
  return Type.Unsafe<Words[number]>({ type: 'string', enum: words });
}

/**
 * Text, or a list of parts. Limits on text and on list can stand side by side because
 * each applies to its own type only.
 */
export function textOrList<Item extends TSchema>(
  items: Item,
  limits: object = {},
): TUnsafe<string | Static<Item>[]> {
  return Type.Unsafe<string | Static<Item>[]>({
    type: ['string', 'array'],
    items,
    ...limits,
  });
}

/**
 * Objects told apart by one property. Only the branch with the right tag is checked, so
 * that a fault inside an object has a path instead of being "matches none of these".
 */
export function taggedUnion<const Branches extends readonly ObjectSchema[]>(
  tag: string,
  branches: Branches,
): TUnsafe<Static<Branches[number]>> {
  return Type.Unsafe<Static<Branches[number]>>({
    type: 'object',
    required: requiredFirst(tag, branches),
    discriminator: { propertyName: tag },
    oneOf: branches,
  });
}

/** The tag, after what all branches require in front of it. */
function requiredFirst(tag: string, branches: readonly ObjectSchema[]): string[] {
  const [first = [], ...others] = branches.map(({ required = [] }) => required);
  const common = first.filter((name) => others.every((names) => names.includes(name)));
  return common.slice(0, common.indexOf(tag) + 1);
}

/** An object whose every property is named; any other is a fault. */
export const closed = { additionalProperties: false } as const;
