import { checkSchema, strictLimits, widestLimits } from './check-schema.ts';
import { type Schema, SchemaFault } from './schema.ts';
import { checkStrict } from './strict-rules.ts';
import { toGrammar } from './to-grammar.ts';

/** A schema to make a grammar of: plain data, for another thread. */
export interface SchemaTask {
  /** JSON text, which is also what makes two tasks the same. */
  readonly schema: string;
  /** Whether OpenAI's rules for strict schemas hold beside what can be enforced. */
  readonly isStrict: boolean;
}

export type CompiledSchema =
  | { readonly kind: 'grammar'; readonly gbnf: string }
  | {
      readonly kind: 'fault';
      readonly message: string;
      /** As Python writes a tuple, which is how OpenAI tells it. */
      readonly context: string;
    };

/** Checks a schema and makes a grammar of it. */
export function compileSchema({ schema, isStrict }: SchemaTask): CompiledSchema {
  try {
    const root: Schema = JSON.parse(schema);
    const limits = isStrict ? strictLimits : widestLimits;
    if (isStrict) checkStrict(root, checkSchema(root, limits));
    return { kind: 'grammar', gbnf: toGrammar(root, limits) };
  } catch (error) {
    if (!(error instanceof SchemaFault)) throw error;
    return { kind: 'fault', message: error.message, context: toTuple(error.path) };
  }
}

function toTuple(path: readonly (string | number)[]): string {
  const parts = path.map((part) => `'${String(part).slice(0, 60)}'`);
  return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
}
