import { wireFamilyOf } from '../wire-family.ts';
import { anthropicErrors } from './anthropic-form.ts';
import { type ErrorForm, openaiErrors } from './error-form.ts';
import { toJsonSchemaSentence } from './json-schema-sentences.ts';

const fileErrors: ErrorForm = {
  ...openaiErrors,
  faultToWireError: toJsonSchemaSentence,
};

const filePath = /^\/v1\/(?:files|uploads)(?=[/?]|$)/;

/** The form for whoever asks for a path. */
export function errorFormOf(url: string): ErrorForm {
  if (wireFamilyOf(url) === 'anthropic') return anthropicErrors;
  return filePath.test(url) ? fileErrors : openaiErrors;
}
