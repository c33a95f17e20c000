import { Value } from 'typebox/value';
import { ProfileFile } from './schema.ts';

/**
 * What is wrong with a profile, one line a fault, by its path in the file; nothing if it is
 * sound.
 *
 * @example
 * profileFaults(JSON.parse(text)); // ['/observed must have required properties from']
 */
export function profileFaults(value: unknown): readonly string[] {
  return Value.Errors(ProfileFile, value).map(
    ({ instancePath, message }) =>
      `${instancePath === '' ? '/' : instancePath} ${message}`,
  );
}
