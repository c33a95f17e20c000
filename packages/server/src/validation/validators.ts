import { setImmediate as nextTurn } from 'node:timers/promises';
import { Ajv, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv';
import { validatorOptions } from './validator-options.ts';

/** What Fastify asks of a validator: a verdict, and the faults beside it. */
export interface Validator {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

// A schema means the same to every server of the process, so they share what is compiled.
const ajv = new Ajv(validatorOptions);
const compiled = new WeakMap<AnySchemaObject, ValidateFunction>();
const waiting = new Set<AnySchemaObject>();

/**
 * A validator for one schema, compiled when it first has something to check. All schemas
 * together take more than a second to compile, and most servers meet few of them.
 */
export function validatorOf({ schema }: { schema: AnySchemaObject }): Validator {
  if (!compiled.has(schema)) waiting.add(schema);
  let validate: ValidateFunction | undefined;
  const validator: Validator = (data) => {
    validate ??= compile(schema);
    const isValid = validate(data);
    validator.errors = validate.errors ?? null;
    return isValid;
  };
  return validator;
}

/**
 * Compiles what is waiting, one schema in a turn of the event loop, so that the first
 * request of a kind need not wait for it.
 */
export async function compileAhead(): Promise<void> {
  for (const schema of waiting) {
    await nextTurn();
    compile(schema);
  }
}

function compile(schema: AnySchemaObject): ValidateFunction {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
    waiting.delete(schema);
  }
  return validate;
}
