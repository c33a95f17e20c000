import { ResponseRequest } from '@samewire/shared-types';
import { closestName } from '../config/closest-name.ts';
import type { SchemaFault } from './fault-rules.ts';
import { quoted, WireError } from './wire-error.ts';

/** Where the Responses API has what the chat API has elsewhere. */
const newPlaces: Readonly<Record<string, string>> = {
  messages: 'input',
  max_tokens: 'max_output_tokens',
  max_completion_tokens: 'max_output_tokens',
  response_format: 'text.format',
  reasoning_effort: 'reasoning.effort',
  verbosity: 'text.verbosity',
};

/**
 * The answer to a body with a field of the chat API, which says where it has gone, or with
 * one that is nearly right; undefined for all other faults.
 */
export function movedField({
  instancePath,
  keyword,
  params,
  data,
}: SchemaFault): WireError | undefined {
  if (instancePath !== '' || typeof data !== 'object' || data === null) return undefined;
  const moved = Object.keys(data).find((name) => Object.hasOwn(newPlaces, name));
  if (moved !== undefined)
    return new WireError(
      `Unsupported parameter: '${moved}'. In the Responses API, this parameter has moved to ` +
        `'${newPlaces[moved]}'. Try again with the new parameter.`,
      { param: moved, code: 'unsupported_parameter' },
    );
  const unknown =
    keyword === 'additionalProperties' ? params.additionalProperty : undefined;
  if (unknown === undefined) return undefined;
  const meant = closestName(unknown, Object.keys(ResponseRequest.properties));
  if (meant === undefined) return undefined;
  const name = quoted(unknown);
  return new WireError(`Unknown parameter: '${name}'. Did you mean '${meant}'?`, {
    param: name,
    code: 'unknown_parameter',
  });
}
