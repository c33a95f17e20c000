import { type Static, Type } from 'typebox';

const CachedSequence = Type.Object({
  object: Type.Literal('cached_sequence'),
  tokens: Type.Integer({ description: 'How many it has.' }),
  in_use: Type.Boolean({ description: 'A request that has not ended uses it.' }),
});

/** The answer to `GET /cache` and `POST /cache/save`. */
export const CacheContents = Type.Object(
  {
    object: Type.Literal('list'),
    data: Type.Array(CachedSequence, {
      description: 'What stands in cells of the KV cache, last used first.',
    }),
    tokens_in_cells: Type.Integer({
      description: 'Cells that are taken; tokens that sequences share count once.',
    }),
    ram_bytes: Type.Integer({ description: 'What is kept in RAM beside the cells.' }),
    ram_limit_bytes: Type.Integer({ description: 'What may be kept there.' }),
    disk_bytes: Type.Integer({ description: 'What is kept on disk.' }),
  },
  { title: 'CacheContents' },
);

/** The answer to `DELETE /cache`. */
export const DroppedCache = Type.Object(
  {
    object: Type.Literal('cache'),
    deleted: Type.Literal(true),
    sequences: Type.Integer({ description: 'Those that stood in cells and are gone.' }),
  },
  { title: 'DroppedCache' },
);

export type CacheContents = Static<typeof CacheContents>;
