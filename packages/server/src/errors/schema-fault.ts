import {
  faultRules,
  faultRulesForNames,
  joinPath,
  type SchemaFault,
} from './fault-rules.ts';
import type { Endpoint } from './endpoint.ts';
import { movedField } from './moved-fields.ts';
import { missingModel, unparsableBody } from './standard-errors.ts';
import { quoted, WireError } from './wire-error.ts';

/** The answer to a body that does not fit its schema, in OpenAI's words. */
export function faultToWireError(
  faults: readonly SchemaFault[],
  endpoint?: Endpoint,
): WireError {
  // A value that fits no branch of a union leaves one fault per branch; the union's own
  // fault is the one to tell.
  const fault = faults.find(({ keyword }) => keyword === 'anyOf') ?? faults[0];
  if (fault === undefined || isWholeBody(fault)) return unparsableBody();
  const path = toPath(fault.instancePath);
  if (endpoint === 'responses') {
    const moved = movedField(fault);
    if (moved !== undefined) return moved;
  } else if (
    path === 'model' ||
    (path === '' && fault.params.missingProperty === 'model')
  )
    return modelFault(fault);
  if (
    endpoint === 'embeddings' &&
    path === '' &&
    fault.params.missingProperty === 'input'
  )
    return new WireError('Please submit an `input`.');
  const rules = fault.propertyName === undefined ? faultRules : faultRulesForNames;
  const rule = rules[fault.keyword];
  if (rule === undefined)
    return new WireError(`Invalid '${path}'.`, { param: path, code: 'invalid_value' });
  const { message, code, param = path } = rule(fault, path);
  return new WireError(message, { param, code });
}

function isWholeBody({ instancePath, keyword }: SchemaFault): boolean {
  return instancePath === '' && keyword === 'type';
}

/** OpenAI looks at the model before everything else, and tells its faults differently. */
function modelFault({ data, keyword }: SchemaFault): WireError {
  const isOfOtherType = keyword === 'type' && data !== null;
  return isOfOtherType ? unparsableBody() : missingModel();
}

/** `/messages/0/role` → `messages[0].role`, or with dots only `messages.0.role` */
export function toPath(pointer: string, form: 'brackets' | 'dots' = 'brackets'): string {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, segment) => {
      if (form === 'brackets' && /^\d+$/.test(segment)) return `${path}[${segment}]`;
      return joinPath(path, quoted(segment));
    }, '');
}
