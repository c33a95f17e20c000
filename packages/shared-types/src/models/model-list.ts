import { type Static, Type } from 'typebox';
import { deletedObject } from '../paging/deleted.ts';

/** A model that can be named in a request. */
export const Model = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('model'),
    created: Type.Integer(),
    owned_by: Type.String(),
    parent: Type.Optional(
      Type.String({ description: 'Of a model with an adapter: the model without it.' }),
    ),
  },
  { title: 'Model' },
);

/** The answer to `GET /v1/models`. */
export const ModelList = Type.Object(
  { object: Type.Literal('list'), data: Type.Array(Model) },
  { title: 'ModelList' },
);

export const DeletedModel = deletedObject('model', 'DeletedModel');

export type Model = Static<typeof Model>;
export type ModelList = Static<typeof ModelList>;
