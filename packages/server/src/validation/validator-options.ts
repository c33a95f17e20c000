import { fieldSupportKeyword } from '@samewire/shared-types';
import type { Options } from 'ajv';

/**
 * How request bodies are validated: as they are. Nothing is converted, filled in or
 * dropped, and the first fault ends the check, so that hostile bodies cost little.
 */
export const validatorOptions: Options = {
  allErrors: false,
  coerceTypes: false,
  useDefaults: false,
  removeAdditional: false,
  // Faults carry the value and its schema, which the wording needs.
  verbose: true,
  discriminator: true,
  allowUnionTypes: true,
  keywords: [fieldSupportKeyword],
  // The compiler of JavaScript optimises the same code again; here it costs more time than
  // all the rest of a start.
  code: { optimize: false },
  // Schemas are known by what they are, not by a name.
  addUsedSchema: false,
};
