import { checkSchema, type PlacedSchema, type SchemaLimits } from './check-schema.ts';
import { References } from './references.ts';
import { entriesOf, type Schema, SchemaFault } from './schema.ts';
import { ValueSpace } from './value-space.ts';
import { ValueWriter } from './value-writer.ts';

/** Patterns are read at once, while their places are known. */
function readPatterns(space: ValueSpace, { schema, path }: PlacedSchema): void {
  if (typeof schema === 'boolean') return;
  const { pattern, patternProperties } = schema;
  const patterns = entriesOf(patternProperties).map(([name]) => name);
  if (typeof pattern === 'string') patterns.push(pattern);
  try {
    for (const each of patterns) space.pattern(each);
  } catch (error) {
    throw error instanceof SchemaFault ? new SchemaFault(error.message, path) : error;
  }
}

/**
 * A grammar in GBNF of the JSON texts that a schema holds for. It never lets through
 * anything else; of what is valid it leaves out other orders of properties, unusual white space,
 * and numbers of more digits than doubles have.
 *
 * @throws SchemaFault
 */
export function toGrammar(schema: Schema, limits: SchemaLimits): string {
  const reached = checkSchema(schema, limits);
  const space = new ValueSpace(new References(schema));
  for (const placed of reached) readPatterns(space, placed);
  const writer = new ValueWriter(space);
  if (space.alternatives([schema]).length === 0)
    throw new SchemaFault('no value is valid under the schema');
  writer.define('root', writer.valueRule([schema]));
  return writer.toString();
}
