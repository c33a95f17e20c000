import { isSchema, type Schema, SchemaFault, type SchemaPath } from './schema.ts';

/** Finds what the `$ref`s of a schema document point at. Only within it: nothing is fetched. */
export class References {
  readonly #root: Schema;
  readonly #known = new Map<string, Found>();

  constructor(root: Schema) {
    this.#root = root;
  }

  /** @throws SchemaFault if there is no such place, or it holds no schema */
  resolve(reference: string, from: SchemaPath): Found {
    let found = this.#known.get(reference);
    if (found === undefined) {
      found = this.#find(reference, from);
      this.#known.set(reference, found);
    }
    return found;
  }

  #find(reference: string, from: SchemaPath): Found {
    if (!reference.startsWith('#'))
      throw new SchemaFault(
        `reference '${reference.slice(0, 100)}' is not to a place in this schema; ` +
          "only references such as '#/$defs/name' are permitted",
        from,
      );
    const missing = () =>
      new SchemaFault(
        `reference to component '${reference.slice(0, 100)}' which was not found in the schema`,
        from,
      );
    const pointer = decode(reference.slice(1));
    if (pointer === undefined || (pointer !== '' && !pointer.startsWith('/')))
      throw missing();
    let value: unknown = this.#root;
    const path: string[] = [];
    for (const part of pointer.split('/').slice(1)) {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
        throw missing();
      value = (value as Readonly<Record<string, unknown>>)[name];
      path.push(name);
    }
    if (!isSchema(value)) throw missing();
    return { schema: value, path };
  }
}

export interface Found {
  readonly schema: Schema;
  readonly path: SchemaPath;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
