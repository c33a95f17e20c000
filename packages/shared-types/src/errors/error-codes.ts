/**
 * The values of `error.type`. Clients choose their error class by the HTTP status; the
 * type says the same in a word.
 */
export const errorTypes = [
  'invalid_request_error',
  'requests',
  'tokens',
  'server_error',
  'unavailable_error',
] as const;

export type ErrorType = (typeof errorTypes)[number];

/**
 * The values of `error.code` that samewire sends. Up to `rate_limit_exceeded` they are
 * OpenAI's, with OpenAI's meaning; the rest tell apart why a server is not able right now.
 */
export const errorCodes = [
  'invalid_api_key',
  'model_not_found',
  'missing_required_parameter',
  'unknown_parameter',
  'unsupported_parameter',
  'unsupported_value',
  'invalid_parameter_combination',
  'invalid_type',
  'invalid_value',
  'integer_below_min_value',
  'integer_above_max_value',
  'decimal_below_min_value',
  'decimal_above_max_value',
  'empty_string',
  'empty_array',
  'string_above_max_length',
  'array_above_max_length',
  'object_above_max_properties',
  'property_name_above_max_length',
  'previous_response_not_found',
  'mutually_exclusive_parameters',
  'invalid_encrypted_content',
  'invalid_json_schema',
  'unknown_url',
  'context_length_exceeded',
  'rate_limit_exceeded',
  'queue_full',
  'queue_timeout',
  'model_loading',
  'out_of_memory',
  'engine_lost',
  'draining',
  'storage_full',
] as const;

export type ErrorCode = (typeof errorCodes)[number];
