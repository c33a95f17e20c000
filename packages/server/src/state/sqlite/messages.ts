import type { StateErrorCode } from '../state-error.ts';
import type { StateDatabase } from './state-database.ts';

/** What the database can be asked to do. */
export type CallName = keyof StateDatabase;

/** Something the database is to do; calls are answered in their order. */
export type StateCall = {
  [Name in CallName]: {
    readonly name: Name;
    readonly parameters: Parameters<StateDatabase[Name]>;
  };
}[CallName];

export type StateAnswer =
  | { readonly kind: 'result'; readonly value: unknown }
  | {
      readonly kind: 'error';
      readonly code: StateErrorCode;
      readonly message: string;
      readonly id: string | undefined;
    };
