import { Type } from 'typebox';
import { implemented } from '../schema/request-field.ts';
import { oneOf } from '../schema/shapes.ts';

/** The fields that pages of lists are asked for with. */
export function pageFields(defaultOrder: 'asc' | 'desc') {
  return {
    limit: implemented(
      Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
      'How many to list; default 20.',
    ),
    order: implemented(
      Type.Unsafe<'asc' | 'desc'>({ ...oneOf('asc', 'desc'), default: defaultOrder }),
      `By time of creation, \`asc\` is oldest first; default \`${defaultOrder}\`.`,
    ),
    after: implemented(Type.String(), 'Begin behind the object of this id.'),
    before: implemented(Type.String(), 'End in front of the object of this id.'),
  };
}
