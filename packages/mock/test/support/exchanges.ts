import { doneEvent, encodeEvent } from '@samewire/shared-types';
import type { Exchange, RecordedRequest, RecordedResponse } from '@samewire/mock';

/** A chat completion request with one message of the user, unless more is said. */
export function chatRequest(
  body: object = {},
  over: Partial<RecordedRequest> = {},
): RecordedRequest {
  return {
    method: 'POST',
    url: 'https://api.example/v1/chat/completions',
    headers: [['content-type', 'application/json']],
    body: Buffer.from(
      JSON.stringify({
        model: 'm',
        messages: [{ role: 'user', content: 'Hi' }],
        ...body,
      }),
    ),
    ...over,
  };
}

export function jsonResponse(value: unknown, status = 200): RecordedResponse {
  return {
    status,
    headers: [['content-type', 'application/json']],
    chunks: [{ bytes: Buffer.from(JSON.stringify(value)) }],
  };
}

/** An event stream; one chunk for each text. */
function streamResponse(...chunks: readonly string[]): RecordedResponse {
  return {
    status: 200,
    headers: [['content-type', 'text/event-stream']],
    chunks: chunks.map((chunk) => ({ bytes: Buffer.from(chunk) })),
  };
}

function chunkEvent(content: string, finish: string | null = null): string {
  const choice = {
    index: 0,
    delta: finish === null ? { content } : {},
    finish_reason: finish,
  };
  const chunk = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [choice],
  };
  return encodeEvent(JSON.stringify(chunk));
}

/** Four events: two of text, one that finishes, and the end. */
export const shortStream = streamResponse(
  chunkEvent('Hé'),
  chunkEvent('llo'),
  chunkEvent('', 'stop'),
  doneEvent,
);

export function chatExchange(
  body: object = {},
  answer: unknown = { ok: true },
): Exchange {
  return { request: chatRequest(body), response: jsonResponse(answer) };
}
