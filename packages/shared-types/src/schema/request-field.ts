import { type TSchema, Type } from 'typebox';
import type { ErrorCode } from '../errors/error-codes.ts';

/** The schema keyword under which a request field says how samewire treats it. */
export const fieldSupportKeyword = 'x-samewire';

/**
 * How samewire treats a request field.
 *
 * - `implemented`: it does what OpenAI documents, or what the note says
 * - `accepted`: it is checked and then has no effect
 * - `refused`: any value outside `except` is answered with an error
 */
export type FieldSupport =
  | ImplementedFieldSupport
  | { readonly status: 'accepted'; readonly note: string }
  | RefusedFieldSupport;

interface ImplementedFieldSupport {
  readonly status: 'implemented';
  readonly note: string;
  /** OpenAI has no such field; vLLM or llama.cpp has. */
  readonly isExtension?: true;
}

export interface RefusedFieldSupport {
  readonly status: 'refused';
  readonly note: string;
  readonly code: ErrorCode | null;
  /** The error's own sentence, where OpenAI's differs from the one usual for the code. */
  readonly message?: string;
  /** Values that ask for nothing the server lacks, and so pass. */
  readonly except: readonly unknown[];
}

/** An optional field that works. */
export function implemented<T extends TSchema>(schema: T, note: string) {
  return Type.Optional(withSupport(schema, { status: 'implemented', note }));
}

/** An optional field that works and that OpenAI does not have. */
export function extension<T extends TSchema>(schema: T, note: string) {
  return Type.Optional(
    withSupport(schema, { status: 'implemented', note, isExtension: true }),
  );
}

/** An optional field that is checked and otherwise ignored. */
export function accepted<T extends TSchema>(schema: T, note: string) {
  return Type.Optional(withSupport(schema, { status: 'accepted', note }));
}

/** An optional field that the server cannot honour yet, or never will. */
export function refused<T extends TSchema>(
  schema: T,
  refusal: Omit<RefusedFieldSupport, 'status' | 'except'> & {
    except?: readonly unknown[];
  },
) {
  return Type.Optional(
    withSupport(schema, { status: 'refused', except: [null], ...refusal }),
  );
}

/** A required field that works. */
export function required<T extends TSchema>(schema: T, note: string): T {
  return withSupport(schema, { status: 'implemented', note });
}

/** The support written on a schema by the functions above. */
export function fieldSupport(schema: TSchema): FieldSupport | undefined {
  return (schema as { [fieldSupportKeyword]?: FieldSupport })[fieldSupportKeyword];
}

function withSupport<T extends TSchema>(schema: T, support: FieldSupport): T {
  const annotated: unknown = Type.With(schema, {
    description: support.note,
    [fieldSupportKeyword]: support,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only keywords are added
  return annotated as T;
}
