import { type Static, Type } from 'typebox';
import { accepted, implemented, required } from '../schema/request-field.ts';
import { closed, orNull } from '../schema/shapes.ts';

/** A name that can stand in a list of models. */
const adapterName = Type.String({
  minLength: 1,
  maxLength: 256,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
});

const number = accepted(orNull(Type.Integer()), 'Adapters are known by their names.');

/** The body of `POST /v1/load_lora_adapter`, as vLLM has it. */
export const LoadAdapterRequest = Type.Object(
  {
    lora_name: required(adapterName, 'The name that requests will have as `model`.'),
    lora_path: required(
      Type.String({ minLength: 1, maxLength: 4096 }),
      'A GGUF file in the folder `lora-dir`, from there.',
    ),
    load_inplace: implemented(
      orNull(Type.Boolean()),
      'Take the place of an adapter of that name. Default `false`.',
    ),
  },
  { ...closed, title: 'LoadAdapterRequest' },
);

/** The body of `POST /v1/unload_lora_adapter`, as vLLM has it. */
export const UnloadAdapterRequest = Type.Object(
  {
    lora_name: required(adapterName, 'One of those that `GET /v1/models` lists.'),
    lora_int_id: number,
  },
  { ...closed, title: 'UnloadAdapterRequest' },
);

export type LoadAdapterRequest = Static<typeof LoadAdapterRequest>;
export type UnloadAdapterRequest = Static<typeof UnloadAdapterRequest>;
