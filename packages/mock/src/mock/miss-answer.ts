import { encodeText } from '../exchange/bytes.ts';
import type { RecordedResponse } from '../exchange/exchange.ts';
import type { Miss } from '../match/describe-miss.ts';

/** A miss on the wire: an error clients can show, which they must not try again. */
export function missAnswer({ reason, message, nearest }: Miss): RecordedResponse {
  const body = {
    error: {
      message,
      type: 'mock_miss',
      param: null,
      code: `mock_${reason.replace('-', '_')}`,
    },
    ...(nearest === undefined ? {} : { nearest }),
  };
  return {
    status: 501,
    headers: [
      ['content-type', 'application/json'],
      ['x-should-retry', 'false'],
    ],
    chunks: [{ bytes: encodeText(JSON.stringify(body, null, 2)) }],
  };
}
