import { type Static, Type } from 'typebox';
import { orNull } from '../schema/shapes.ts';
import { errorTypes } from './error-codes.ts';

/** The body of every answer that is not a success. All four keys are always there. */
export const ErrorBody = Type.Object(
  {
    error: Type.Object({
      message: Type.String(),
      type: Type.Unsafe<(typeof errorTypes)[number]>({
        type: 'string',
        enum: errorTypes,
      }),
      param: orNull(Type.String()),
      code: orNull(Type.String()),
    }),
  },
  { title: 'ErrorBody' },
);

export type ErrorBody = Static<typeof ErrorBody>;
