import { encodeText } from '../exchange/bytes.ts';
import type { Exchange, RecordedResponse } from '../exchange/exchange.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../exchange/json.ts';
import type { RequestRule } from '../match/request-rule.ts';
import { ImportError, type Imported, type Loss } from './imported.ts';
import { cutBody } from './body-source.ts';
import { type Fields, fieldsOf } from './vcr-parts.ts';

const jsonHeaders = [['content-type', 'application/json']] as const;
const streamHeaders = [['content-type', 'text/event-stream']] as const;

/**
 * Fixtures of aimock, which keep what an answer says but none of its bytes: each becomes a
 * plain OpenAI answer, streamed and not.
 */
export function importAimock({ fixtures }: JsonObject): Imported {
  const exchanges = (fixtures as readonly unknown[]).flatMap((item, index) =>
    importFixture(fieldsOf(item, `fixtures[${index}]`), index),
  );
  const losses = exchanges.map((_, exchange): Loss => ({
    exchange,
    what: 'body',
    reason:
      'aimock keeps no bytes, status line or headers; a plain OpenAI answer is made',
  }));
  return { format: 'aimock', cassette: { exchanges }, losses };
}

function importFixture(fixture: Fields, index: number): Exchange[] {
  const match = fieldsOf(fixture['match'], `fixtures[${index}].match`);
  const response = fieldsOf(fixture['response'], `fixtures[${index}].response`);
  const rule = toRule(match, index);
  if (isJsonObject(response['error']))
    return [{ match: rule, response: errorAnswer(response, response['error']) }];
  if (Array.isArray(response['embedding']))
    return [
      { match: { ...rule, path: '/embeddings' }, response: embeddingAnswer(response) },
    ];
  const message = toMessage(response);
  if (message === undefined)
    throw new ImportError(
      `fixtures[${index}].response holds none of content, toolCalls, blocks, error and ` +
        `embedding, but ${Object.keys(response).join(', ')}`,
    );
  const path = '/chat/completions';
  return [
    { match: { ...rule, path, stream: true }, response: streamedAnswer(message) },
    { match: { ...rule, path }, response: wholeAnswer(message) },
  ];
}

/** aimock's texts match anywhere in a message. */
function toRule(match: Fields, index: number): RequestRule {
  const { userMessage, inputText, systemMessage, model, toolName, turnIndex } = match;
  const known = ['userMessage', 'inputText', 'systemMessage', 'model', 'toolName'];
  known.push('turnIndex', 'sequenceIndex', 'endpoint');
  const unknown = Object.keys(match).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new ImportError(
      `fixtures[${index}].match: ${unknown.join(', ')} has no counterpart in a cassette; ` +
        `write the rule by hand`,
    );
  return {
    ...(typeof userMessage === 'string' ? { lastMessage: containing(userMessage) } : {}),
    ...(typeof inputText === 'string' ? { body: { input: containing(inputText) } } : {}),
    ...(typeof systemMessage === 'string' ? { system: containing(systemMessage) } : {}),
    ...(typeof model === 'string' ? { model } : {}),
    ...(typeof toolName === 'string' ? { tools: [toolName] } : {}),
    ...(typeof turnIndex === 'number' ? { turn: turnIndex + 1 } : {}),
  };
}

function containing(text: string): string {
  return `/${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}/s`;
}

interface Message {
  readonly content: string | null;
  readonly toolCalls: readonly JsonValue[];
}

function toMessage({ content, toolCalls, blocks }: Fields): Message | undefined {
  if (Array.isArray(blocks)) return messageOfBlocks(blocks);
  if (typeof content !== 'string' && !Array.isArray(toolCalls)) return undefined;
  return {
    content: typeof content === 'string' ? content : null,
    toolCalls: Array.isArray(toolCalls) ? toolCalls.map(toToolCall) : [],
  };
}

function messageOfBlocks(blocks: readonly Fields[]): Message {
  const texts = blocks.filter(({ type }) => type === 'text').map(({ text }) => text);
  const calls = blocks.filter(({ type }) => type === 'toolCall');
  return {
    content: texts.length === 0 ? null : texts.join(''),
    toolCalls: calls.map(toToolCall),
  };
}

function toToolCall({ id, name, arguments: args }: Fields, index: number): JsonValue {
  return {
    id: typeof id === 'string' ? id : `call_${index}`,
    type: 'function',
    function: {
      name: String(name),
      arguments: typeof args === 'string' ? args : JSON.stringify(args ?? {}),
    },
  };
}

const common = { id: 'chatcmpl-aimock', created: 0, model: 'aimock' };

function finishReason({ toolCalls }: Message): string {
  return toolCalls.length > 0 ? 'tool_calls' : 'stop';
}

function wholeAnswer(message: Message): RecordedResponse {
  const { content, toolCalls } = message;
  const tools = toolCalls.length === 0 ? {} : { tool_calls: toolCalls };
  return jsonAnswer(200, {
    ...common,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null, ...tools },
        logprobs: null,
        finish_reason: finishReason(message),
      },
    ],
    usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
  });
}

function streamedAnswer(message: Message): RecordedResponse {
  const { content, toolCalls } = message;
  const deltas: JsonValue[] = [{ role: 'assistant', content: '' }];
  if (content !== null) deltas.push({ content });
  for (const [index, call] of toolCalls.entries())
    deltas.push({ tool_calls: [{ index, ...(call as JsonObject) }] });
  const events = [
    ...deltas.map((delta) => chunkEvent(delta, null)),
    chunkEvent({}, finishReason(message)),
    'data: [DONE]\n\n',
  ];
  return {
    status: 200,
    headers: streamHeaders,
    ...cutBody(encodeText(events.join('')), streamHeaders),
  };
}

function chunkEvent(delta: JsonValue, finish: string | null): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
  return `data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', choices })}\n\n`;
}

function errorAnswer(
  { status, retryAfter }: Fields,
  error: JsonObject,
): RecordedResponse {
  const body = { error: { type: 'server_error', param: null, code: null, ...error } };
  const answer = jsonAnswer(typeof status === 'number' ? status : 500, body);
  if (answer.status !== 429) return answer;
  const seconds = typeof retryAfter === 'number' ? retryAfter : 1;
  return { ...answer, headers: [...answer.headers, ['retry-after', String(seconds)]] };
}

function embeddingAnswer({ embedding }: Fields): RecordedResponse {
  return jsonAnswer(200, {
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding: embedding as JsonValue }],
    model: 'aimock',
    usage: { prompt_tokens: 0, total_tokens: 0 },
  });
}

function jsonAnswer(status: number, body: JsonValue): RecordedResponse {
  const bytes = encodeText(JSON.stringify(body));
  return { status, headers: jsonHeaders, chunks: [{ bytes }] };
}
