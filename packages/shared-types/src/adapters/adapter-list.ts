import { type Static, Type } from 'typebox';

/** An adapter, in llama.cpp's form. */
const ListedAdapter = Type.Object({
  id: Type.Integer(),
  path: Type.String({ description: 'The name of its file, or its own.' }),
  scale: Type.Number({ description: 'How much of it requests get that say nothing.' }),
  task_name: Type.String(),
  prompt_prefix: Type.String(),
  name: Type.String({ description: 'As a model in requests.' }),
});

/** The answer to `GET /lora-adapters`. */
export const AdapterList = Type.Array(ListedAdapter, { title: 'AdapterList' });

/** The answer to `POST /lora-adapters`. */
export const AdapterScalesSet = Type.Object(
  { success: Type.Boolean() },
  { title: 'AdapterScalesSet' },
);

export type AdapterList = Static<typeof AdapterList>;
