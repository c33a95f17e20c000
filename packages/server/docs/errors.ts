import { engineErrorCodes } from '@samewire/engine';
import {
  engineErrorToHttp,
  type EngineErrorMapping,
} from '../src/errors/engine-error-to-http.ts';
import { markdownTable } from './markdown-table.ts';

const requestErrors = [
  ['Body that is no JSON object, or `model` that is no text', '400', 'null'],
  ['`model` missing, null or empty', '400', 'null'],
  ['Field missing', '400', '`missing_required_parameter`'],
  ['Field unknown', '400', '`unknown_parameter`'],
  ['Field of the wrong type', '400', '`invalid_type`'],
  ['Word or part that is none of those known', '400', '`invalid_value`'],
  [
    'Number out of bounds',
    '400',
    '`integer_…`, `decimal_below_min_value`, `…_above_max_value`',
  ],
  ['Nothing where something is needed', '400', '`empty_string`, `empty_array`'],
  [
    'Too much of something',
    '400',
    '`string_…`, `array_above_max_length`, `object_above_max_properties`',
  ],
  [
    'Field the server cannot honour',
    '400',
    '`unsupported_parameter`, `unsupported_value`',
  ],
  ['No key', '401', 'null'],
  ['Wrong key', '401', '`invalid_api_key`'],
  ['Host name that is not this server', '403', 'null'],
  ['Model to be deleted', '403', 'null'],
  ['Unknown model', '404', '`model_not_found`'],
  ['Unknown stored object, or one of another key', '404', 'null'],
  ['Unknown file, upload or batch', '404', 'null'],
  ['Batch that has ended, to be cancelled', '409', 'null'],
  ['Unknown path', '404', '`unknown_url`'],
  ['Wrong method', '405', 'null'],
  ['Body too large', '413', 'null'],
  ['Body of another type than JSON, or compressed', '415', 'null'],
  ['Headers too large', '431', 'null'],
  ['No room left for stored objects', '503', '`storage_full`'],
  ['More requests or tokens per minute than allowed', '429', '`rate_limit_exceeded`'],
  ['Server shutting down', '503', '`draining`'],
  ['Anything else', '500', 'null'],
];

/** docs/errors.md, made from the table of engine errors. */
export function renderErrors(): string {
  return `# Errors

Every failure has OpenAI's form, with all four keys:

\`\`\`json
{
  "error": {
    "message": "…",
    "type": "invalid_request_error",
    "param": "messages[0].role",
    "code": "invalid_value"
  }
}
\`\`\`

\`param\` is the path of the field at fault. \`type\` is \`invalid_request_error\` below 500,
but \`requests\` or \`tokens\` with 429; it is \`server_error\` from 500 on, but \`unavailable_error\` on the
health routes.

Of several faults in a body, the first in OpenAI's order is told: first the model, then
missing fields, unknown ones, the known ones in the order of
[wire compatibility](wire-compatibility.md), and last what the model lacks.

## Errors of requests

${markdownTable(['What happened', 'Status', 'Code'], requestErrors)}

## Errors of the engine

${markdownTable(
  ['Engine code', 'Status', 'Code', 'Try again'],
  engineErrorCodes.map((code) => engineRow(code, engineErrorToHttp[code])),
)}

What can be tried again carries \`retry-after\` and \`retry-after-ms\`; what cannot carries
\`x-should-retry: false\`. The official clients follow both.

With \`requests-per-minute\` or \`tokens-per-minute\` set, answers that ask the model carry
\`x-ratelimit-limit-…\`, \`x-ratelimit-remaining-…\` and \`x-ratelimit-reset-…\` for \`requests\` and
\`tokens\`, those in Anthropic's form \`anthropic-ratelimit-…\`. Each API key has its own
allowance.

A cancelled request is no error: its client is gone.

## Errors in a stream

Before the first byte, errors have a status like everywhere else. After it, the error is the
last event, and there is no \`[DONE]\`:

\`\`\`text
data: {"error":{"message":"…","type":"server_error","param":null,"code":"engine_lost"}}
\`\`\`

## Errors of Anthropic's routes

On \`/v1/messages\` and below, errors have Anthropic's form and its words:

\`\`\`json
{
  "type": "error",
  "error": {
    "type": "invalid_request_error",
    "message": "max_tokens: Field required"
  },
  "request_id": "req_…"
}
\`\`\`

The type follows from the status: 401 \`authentication_error\`, 403 \`permission_error\`, 404
\`not_found_error\`, 413 \`request_too_large\`, 429 \`rate_limit_error\`, 529
\`overloaded_error\` where the tables above say 503, \`api_error\` for the rest from 500 on,
\`invalid_request_error\` below. In a stream the error is an event named \`error\`.

## Health

${markdownTable(
  ['Route', '200', '503'],
  [
    ['`/livez`', 'always', 'never'],
    [
      '`/readyz`',
      'requests can be answered',
      'loading, restarting, failed, shutting down',
    ],
    ['`/startupz`', 'the first load is done', 'before that, with phase and progress'],
    ['`/health`, `/v1/health`', 'the model is loaded', "otherwise, in llama.cpp's form"],
  ],
)}

## Renewing this page

\`\`\`sh
npm run docs --workspace packages/server
\`\`\`
`;
}

function engineRow(code: string, mapping: EngineErrorMapping): string[] {
  return [
    `\`${code}\``,
    String(mapping.status),
    mapping.code === null ? 'null' : `\`${mapping.code}\``,
    mapping.retryAfterMs === undefined ? 'no' : 'yes',
  ];
}
