import { type Static, Type } from 'typebox';
import { oneOf } from '../schema/shapes.ts';

/** The values of `error.type` on Anthropic's routes; each belongs to one status. */
export const MessagesErrorType = oneOf(
  'invalid_request_error',
  'authentication_error',
  'permission_error',
  'not_found_error',
  'request_too_large',
  'rate_limit_error',
  'api_error',
  'overloaded_error',
);

/** The body of every answer of Anthropic's routes that is not a success. */
export const MessagesErrorBody = Type.Object(
  {
    type: Type.Literal('error'),
    error: Type.Object({ type: MessagesErrorType, message: Type.String() }),
    request_id: Type.String(),
  },
  { title: 'MessagesErrorBody' },
);

export type MessagesErrorType = Static<typeof MessagesErrorType>;
export type MessagesErrorBody = Static<typeof MessagesErrorBody>;
