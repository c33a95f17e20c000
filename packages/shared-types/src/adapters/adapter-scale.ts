import { type Static, Type } from 'typebox';
import { extension } from '../schema/request-field.ts';
import { closed, orNull } from '../schema/shapes.ts';

/** The most adapters that are applied together. */
const maxAdapters = 64;

/** How much of which adapter. */
const AdapterScale = Type.Object(
  {
    id: Type.Integer({ minimum: 0, description: 'As `GET /lora-adapters` lists it.' }),
    scale: Type.Number({
      minimum: -100,
      maximum: 100,
      description: '1 is the adapter as it was trained, 0 nothing of it.',
    }),
  },
  closed,
);

/** As llama.cpp's clients write it. Those that are not in the list have the scale 0. */
export const AdapterScales = Type.Array(AdapterScale, {
  maxItems: maxAdapters,
  title: 'AdapterScales',
});

/** The field of requests that are answered with text. */
export const lora = extension(
  orNull(AdapterScales),
  "llama.cpp's field: adapters for this request alone, by their ids and scales; see " +
    '[adapters](#adapters). Not with the name of an adapter as `model`.',
);

export type AdapterScales = Static<typeof AdapterScales>;
