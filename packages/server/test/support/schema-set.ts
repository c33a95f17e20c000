import { readdirSync, readFileSync } from 'node:fs';
import { compileSchema } from '../../src/json-schema/compile-schema.ts';
import { sharedData } from './shared-folder.ts';

/** A schema, and documents of which is known whether they are valid. */
export interface SchemaCase {
  readonly name: string;
  readonly schema: unknown;
  readonly documents: readonly { readonly isValid: boolean; readonly text: string }[];
}

/** The project's own schemas, one for each thing that can be enforced. */
export function ownSchemas(): SchemaCase[] {
  const path = new URL('../fixtures/schemas.json', import.meta.url);
  const entries: {
    name: string;
    schema: unknown;
    valid: unknown[];
    invalid: unknown[];
  }[] = JSON.parse(readFileSync(path, 'utf8'));
  return entries.map(({ name, schema, valid, invalid }) => ({
    name,
    schema,
    documents: [
      ...valid.map((document) => ({ isValid: true, text: JSON.stringify(document) })),
      ...invalid.map((document) => ({ isValid: false, text: JSON.stringify(document) })),
    ],
  }));
}

/** Real-world schemas, where they are at hand. */
export const schemaFolder = sharedData('json-schemas');

export function sharedSchemas(): SchemaCase[] {
  if (!schemaFolder.isThere) return [];
  return readdirSync(schemaFolder.path)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const file: { schema: unknown; tests: { valid: boolean; data: unknown }[] } =
        JSON.parse(readFileSync(`${schemaFolder.path}/${name}`, 'utf8'));
      return {
        name,
        schema: file.schema,
        documents: file.tests.map(({ valid, data }) => ({
          isValid: valid,
          text: JSON.stringify(data),
        })),
      };
    });
}

/** The grammar of a schema, or undefined if it is refused; and how long that took. */
export function grammarOf(schema: unknown): { gbnf: string | undefined; ms: number } {
  const started = performance.now();
  const compiled = compileSchema({ schema: JSON.stringify(schema), isStrict: false });
  const gbnf = compiled.kind === 'grammar' ? compiled.gbnf : undefined;
  return { gbnf, ms: performance.now() - started };
}
