import { encodeText } from '../exchange/bytes.ts';
import type { JsonValue } from '../exchange/json.ts';
import type { HeaderList } from '../exchange/header-list.ts';
import type { AnswerPlan } from '../player/answer-plan.ts';
import type { Effect, EffectContext } from './effect.ts';
import { errorBody } from './error-body.ts';
import type { FaultName } from './fault-names.ts';
import { retryAfterHeaders } from './retry-after.ts';

const json: HeaderList = [['content-type', 'application/json']];

function answer(status: number, headers: HeaderList, body: string): AnswerPlan {
  return {
    status,
    headers,
    headHoldMs: 0,
    chunks: [{ bytes: encodeText(body) }],
    endHoldMs: 0,
    end: 'complete',
  };
}

function refuse(
  status: number,
  error: Parameters<typeof errorBody>[0],
  headers: (context: EffectContext) => HeaderList = () => [],
): Effect {
  return (_plan, context) => {
    const body: JsonValue = errorBody(error, context.view);
    return answer(status, [...json, ...headers(context)], JSON.stringify(body));
  };
}

const badGateway =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n' +
  '<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n' +
  '</body>\r\n</html>\r\n';

/** Faults that answer in place of what is recorded. */
export const refusals = {
  'http-429': refuse(
    429,
    {
      type: 'requests',
      anthropicType: 'rate_limit_error',
      code: 'rate_limit_exceeded',
      message: 'Rate limit reached for requests. Please try again later.',
    },
    retryAfterHeaders,
  ),
  'http-500': refuse(500, {
    type: 'server_error',
    anthropicType: 'api_error',
    code: null,
    message: 'The server had an error while processing your request. Sorry about that!',
  }),
  'http-502-html': () => answer(502, [['content-type', 'text/html']], badGateway),
  'http-503-overloaded': refuse(503, {
    type: 'server_error',
    anthropicType: 'overloaded_error',
    code: 'overloaded',
    message: 'The server is currently overloaded. Please try again later.',
  }),
  'http-529': refuse(529, {
    type: 'overloaded_error',
    anthropicType: 'overloaded_error',
    code: null,
    message: 'Overloaded',
  }),
  'auth-401': refuse(401, {
    type: 'invalid_request_error',
    anthropicType: 'authentication_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided.',
  }),
  'content-filter': refuse(400, {
    type: 'invalid_request_error',
    anthropicType: 'invalid_request_error',
    code: 'content_filter',
    param: 'prompt',
    message: 'The response was filtered due to the prompt triggering a content policy.',
  }),
  'context-length': refuse(400, {
    type: 'invalid_request_error',
    anthropicType: 'invalid_request_error',
    code: 'context_length_exceeded',
    param: 'messages',
    message: "This model's maximum context length is exceeded by your messages.",
  }),
  'error-200-json': refuse(200, {
    type: 'server_error',
    anthropicType: 'api_error',
    code: null,
    message: 'The upstream provider failed.',
  }),
  redirect: (_plan, { rule, view }) =>
    answer(307, [['location', rule.location ?? view.path + queryOf(view.query)]], ''),
  'reset-before-headers': (plan) => ({ ...plan, connection: 'reset' }),
  'connection-refused': (plan) => ({ ...plan, connection: 'refused' }),
} as const satisfies Partial<Record<FaultName, Effect>>;

function queryOf(query: URLSearchParams): string {
  return query.size === 0 ? '' : `?${query.toString()}`;
}
