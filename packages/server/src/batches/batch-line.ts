import type { BatchFault } from '@samewire/shared-types';
import { quoted } from '../errors/wire-error.ts';
import { isRecord } from '../is-record.ts';

/** One request of a batch. */
export interface BatchLine {
  readonly customId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

type Fault = Pick<BatchFault, 'code' | 'message' | 'param'>;

/** The request on a line of the input, or what is wrong with it. */
export function parseBatchLine(text: string, endpoint: string): BatchLine | Fault {
  const line = parseObject(text);
  if (line === undefined)
    return {
      code: 'invalid_json_line',
      message: 'This line is not parseable as a JSON object.',
      param: null,
    };
  const { custom_id: customId, method, url, body } = line;
  if (typeof customId !== 'string' || customId === '') return missing('custom_id');
  if (method !== 'POST')
    return {
      code: 'invalid_method',
      message: "The method of every request of a batch has to be 'POST'.",
      param: 'method',
    };
  if (url !== endpoint)
    return {
      code: 'invalid_url',
      message:
        `The URL '${quoted(String(url))}' of this request is not the endpoint of the ` +
        `batch, '${endpoint}'.`,
      param: 'url',
    };
  if (!isRecord(body)) return missing('body');
  if (body['stream'] === true)
    return {
      code: 'invalid_request',
      message: "Requests of a batch cannot set 'stream'.",
      param: 'body.stream',
    };
  return { customId, body };
}

export function isFault(parsed: BatchLine | Fault): parsed is Fault {
  return 'code' in parsed;
}

function missing(param: string): Fault {
  const message = `Missing required parameter: '${param}'.`;
  return { code: 'missing_required_parameter', message, param };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
