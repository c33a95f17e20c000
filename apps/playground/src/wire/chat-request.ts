import type { ChatCompletionRequest } from '@samewire/shared-types';
import type {
  ChatRequest,
  ParameterValues,
  WireFormat,
  WireMessage,
  WireTools,
} from './chat-wire.ts';
import type { Header, SentRequest } from './run.ts';

export interface ChatRequestParts {
  readonly model: string;
  readonly messages: WireMessage[];
  readonly values: ParameterValues;
  readonly stop: string[];
  readonly logprobs: boolean;
  readonly tools?: WireTools | undefined;
  readonly format?: WireFormat | undefined;
}

/** Only what was set goes into the request; everything else is the server's to choose. */
export function buildChatRequest(parts: ChatRequestParts): ChatRequest {
  return {
    model: parts.model,
    messages: parts.messages,
    stream: true,
    stream_options: { include_usage: true },
    ...parts.values,
    ...(parts.stop.length > 0 && { stop: parts.stop }),
    ...(parts.logprobs && { logprobs: true }),
    ...(parts.tools && { tools: parts.tools }),
    ...(parts.format && { response_format: parts.format }),
  } satisfies ChatCompletionRequest;
}

/** Written with line breaks, so that the page shows the very bytes that were sent. */
export function recordRequest(
  request: ChatRequest,
  url: string,
  hasKey: boolean,
): SentRequest {
  const headers: Header[] = [
    ['content-type', 'application/json'],
    ['accept', 'text/event-stream'],
  ];
  if (hasKey) headers.push(['authorization', 'Bearer ***']);
  return { method: 'POST', url, headers, body: JSON.stringify(request, null, 2) };
}
