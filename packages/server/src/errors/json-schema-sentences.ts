import type { SchemaFault } from './fault-rules.ts';
import { unparsableBody } from './standard-errors.ts';
import { quoted, WireError } from './wire-error.ts';

/** OpenAI tells faults on its file routes in the sentences of a validator of Python's. */
export function toJsonSchemaSentence(faults: readonly SchemaFault[]): WireError {
  const [fault] = faults;
  if (fault === undefined || (fault.instancePath === '' && fault.keyword === 'type'))
    return unparsableBody();
  const sentence = sentenceOf(fault);
  const field = fault.instancePath.split('/').slice(1).join('.');
  return new WireError(field === '' ? sentence : `${sentence} - '${field}'`);
}

function sentenceOf({ keyword, params, data, parentSchema }: SchemaFault): string {
  const shown = pythonText(data);
  switch (keyword) {
    case 'required':
      return `'${params.missingProperty ?? ''}' is a required property`;
    case 'additionalProperties':
      return `Additional properties are not allowed ('${quoted(params.additionalProperty ?? '')}' was unexpected)`;
    case 'type':
      return `${shown} is not of type '${[parentSchema?.type ?? []].flat()[0] ?? ''}'`;
    case 'enum':
      return `${shown} is not one of [${(params.allowedValues ?? []).map(pythonText).join(', ')}]`;
    case 'minimum':
      return `${shown} is less than the minimum of ${params.limit ?? 0}`;
    case 'maximum':
      return `${shown} is greater than the maximum of ${params.limit ?? 0}`;
    case 'minLength':
    case 'minItems':
      return `${shown} should be non-empty`;
    case 'maxLength':
    case 'maxItems':
      return `${shown} is too long`;
    default:
      return `${shown} is not valid`;
  }
}

function pythonText(value: unknown): string {
  if (typeof value === 'string') return `'${quoted(value)}'`;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return quoted(JSON.stringify(value));
}
