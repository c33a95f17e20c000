import type { MessagesErrorBody, MessagesErrorType } from '@samewire/shared-types';
import { anthropicFaultRules } from './anthropic-fault-rules.ts';
import type { ErrorForm } from './error-form.ts';
import { unparsableBody } from './standard-errors.ts';
import { toPath } from './schema-fault.ts';
import { WireError } from './wire-error.ts';

/** Anthropic's word for "too busy", which its clients know from 503 by the body alone. */
const overloaded = 529;

const typesOfStatus: Readonly<Record<number, MessagesErrorType>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  [overloaded]: 'overloaded_error',
};

/** Errors as Anthropic gives them. Source: its documents, its client, one recording. */
export const anthropicErrors: ErrorForm = {
  faultToWireError: (faults) => {
    const fault = faults.find(({ keyword }) => keyword === 'anyOf') ?? faults[0];
    if (fault === undefined || (fault.instancePath === '' && fault.keyword === 'type'))
      return unparsableBody();
    const path = toPath(fault.instancePath, 'dots');
    const { message, at = path } = anthropicFaultRules[fault.keyword]?.(fault, path) ?? {
      message: 'Input is not valid',
    };
    return new WireError(`${at}: ${message}`, { param: at });
  },
  statusOf,
  toBody: (error, requestId): MessagesErrorBody => {
    const status = statusOf(error);
    const type =
      typesOfStatus[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
    return {
      type: 'error',
      error: { type, message: messageOf(error) },
      request_id: requestId,
    };
  },
};

function statusOf({ status }: WireError): number {
  return status === 503 ? overloaded : status;
}

/** What every route shares says its errors in OpenAI's words; these are Anthropic's. */
function messageOf({ status, code, message }: WireError): string {
  if (status === 401)
    return code === 'invalid_api_key'
      ? 'invalid x-api-key'
      : 'x-api-key header is required';
  if (code === 'unknown_url') return 'Not Found';
  if (status === 405) return 'Method Not Allowed';
  return message;
}
