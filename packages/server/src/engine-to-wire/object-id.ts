import { randomHex } from '../random-text.ts';

/** What an id says about its object: response, message, call, … */
export type IdPrefix =
  | 'resp'
  | 'msg'
  | 'fc'
  | 'fco'
  | 'ctc'
  | 'ctco'
  | 'rs'
  | 'cmp'
  | 'conv';

/** A fresh id in the form of the Responses API: `msg_` and 50 hexadecimal digits. */
export function createObjectId(prefix: IdPrefix): string {
  return `${prefix}_${randomHex(25)}`;
}
