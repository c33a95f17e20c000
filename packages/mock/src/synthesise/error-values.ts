import type { ScenarioError } from '../scenario/scenario.ts';
import { makeText } from './make-value.ts';
import type { Session } from './session.ts';

/** An error as a provider says it; what a scenario states goes before what is known. */
export interface KnownError {
  readonly status: number;
  readonly message: string;
  readonly type?: string | number | null;
  readonly code?: string | number | null;
  readonly param?: string | number | null;
  readonly generation?: string;
}

/** What a template of an error is filled with. */
export function errorValues(
  session: Session,
  error: ScenarioError,
): Record<string, unknown> {
  const known = knownError(session, error);
  const { model } = session;
  const values = { model, field: error.param ?? 'parameter' };
  // What a scenario states stands as it is; only a profile's words have blanks to fill.
  const message = error.message ?? makeText(known.message, values, session.random);
  return { ...known, message };
}

/** The profile's entry for a kind of error, with what a scenario states over it. */
export function knownError(session: Session, error: ScenarioError): KnownError {
  const { errors } = session.profile;
  const entry = errors[error.kind] ?? errors['server-error'];
  const { status, message, type, code, param, generation } = error;
  return {
    status: 500,
    message: '',
    ...entry,
    ...(status !== undefined && { status }),
    ...(message !== undefined && { message }),
    ...(type !== undefined && { type }),
    ...(code !== undefined && { code }),
    ...(param !== undefined && { param }),
    ...(generation !== undefined && { generation }),
  };
}
