import { type TSchema, Type } from 'typebox';
import { orNull } from '../schema/shapes.ts';

/** A page of a list. The ids of an empty one are null. */
export function listPage<T extends TSchema>(item: T, title: string) {
  return Type.Object(
    {
      object: Type.Literal('list'),
      data: Type.Array(item),
      first_id: orNull(Type.String()),
      last_id: orNull(Type.String()),
      has_more: Type.Boolean(),
    },
    { title },
  );
}
