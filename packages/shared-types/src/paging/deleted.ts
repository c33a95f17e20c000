import { Type } from 'typebox';

/** The answer to a deletion. */
export function deletedObject<const Name extends string>(object: Name, title: string) {
  return Type.Object(
    { object: Type.Literal(object), id: Type.String(), deleted: Type.Literal(true) },
    { title },
  );
}
