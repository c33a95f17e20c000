import { readFormat, readTools } from '../parameters/read-json.ts';
import { readParameters } from '../parameters/read-parameters.ts';
import { readStopLines } from '../parameters/stop-lines.ts';
import { apiUrl } from '../wire/api-url.ts';
import { buildChatRequest, recordRequest } from '../wire/chat-request.ts';
import type { WireMessage } from '../wire/chat-wire.ts';
import type { SentRequest } from '../wire/run.ts';
import type { Variant } from './board.ts';

/** The request a column makes of messages, ready to be sent or to be shown. */
export function requestOf(
  variant: Variant,
  model: string,
  messages: WireMessage[],
  hasKey: boolean,
): SentRequest {
  const { values } = readParameters(variant.parameters);
  const { top_logprobs: alternatives, ...others } = values;
  const request = buildChatRequest({
    model,
    messages,
    values:
      // The wire refuses alternatives without log probabilities.
      variant.logprobs && alternatives !== undefined
        ? { ...others, top_logprobs: alternatives }
        : others,
    stop: readStopLines(variant.stopLines),
    logprobs: variant.logprobs,
    tools: readTools(variant.tools).value,
    format: readFormat(variant.schema).value,
  });
  return recordRequest(request, apiUrl('v1/chat/completions'), hasKey);
}
