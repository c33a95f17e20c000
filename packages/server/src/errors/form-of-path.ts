import { wireFamilyOf } from '../wire-family.ts';
import { anthropicErrors } from './anthropic-form.ts';
import { type ErrorForm, openaiErrors } from './error-form.ts';

/** The form for whoever asks for a path. */
export function errorFormOf(url: string): ErrorForm {
  return wireFamilyOf(url) === 'anthropic' ? anthropicErrors : openaiErrors;
}
