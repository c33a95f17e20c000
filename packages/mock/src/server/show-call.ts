import { decodeText, toBase64 } from '../exchange/bytes.ts';
import { parseJson } from '../exchange/json.ts';
import type { Call } from '../mock/call.ts';

const secretHeaders = new Set(['authorization', 'api-key', 'x-api-key', 'cookie']);

/** A call as JSON, without keys. */
export function showCall({ request, ...call }: Call): object {
  const { headers, body } = request;
  const text = decodeText(body);
  return {
    ...call,
    headers: headers.map(([name, value]) => [
      name,
      secretHeaders.has(name.toLowerCase()) ? '<redacted>' : value,
    ]),
    ...(text === undefined
      ? { bodyBase64: toBase64(body) }
      : { body: parseJson(text) ?? text }),
  };
}
