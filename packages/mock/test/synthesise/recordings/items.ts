import type { Part, Scenario } from '@samewire/mock/scenario';
import { asObject, type JsonObject } from './exchange.ts';

/** What an answer of the Responses API said. */
export function fromResponse(response: JsonObject): Scenario {
  const parts = (response['output'] as JsonObject[]).map(partOf);
  return { parts, ...usageOf(asObject(response['usage'])) };
}

/** What a stream of items said, the Responses API's or Anthropic's messages'. */
export function fromItemEvents(events: readonly JsonObject[]): Scenario {
  const parts: Part[] = [];
  let usage = {};
  for (const event of events) {
    const opened = event['item'] ?? event['content_block'];
    const type = String(event['type']);
    if (/(output_item\.added|content_block_start)$/.test(type)) {
      parts.push(opening(asObject(opened)));
    }
    const piece = pieceIn(event);
    const last = parts.at(-1);
    if (piece !== undefined && last) piecesOf(last).push(piece);
    const done = asObject(event['response'])['usage'] ?? event['usage'];
    if (done) usage = usageOf(asObject(done));
  }
  return { parts, ...usage };
}

/** Every piece of text an event adds; arguments may come only whole. */
function pieceIn(event: JsonObject): string | undefined {
  const { type, delta } = event;
  if (type === 'response.function_call_arguments.done') return String(event['arguments']);
  if (typeof delta === 'string') return delta;
  const { text, thinking, partial_json: json } = asObject(delta);
  const piece = text ?? thinking ?? json;
  return typeof piece === 'string' && piece !== '' ? piece : undefined;
}

function opening({ type, name, call_id: callId, id }: JsonObject): Part {
  if (type === 'reasoning' || type === 'thinking') return { reasoning: [] };
  if (type === 'message' || type === 'text') return { text: [] };
  return { toolCall: { name: String(name), arguments: [], id: String(callId ?? id) } };
}

function piecesOf(part: Part): string[] {
  if ('text' in part) return part.text as string[];
  if ('reasoning' in part) return part.reasoning as string[];
  if ('refusal' in part) return part.refusal as string[];
  return part.toolCall.arguments as string[];
}

function partOf(item: JsonObject): Part {
  const part = opening(item);
  const content = (item['content'] ?? []) as JsonObject[];
  for (const { text } of content) piecesOf(part).push(String(text));
  if (typeof item['arguments'] === 'string') piecesOf(part).push(item['arguments']);
  return part;
}

function usageOf(usage: JsonObject): Pick<Scenario, 'usage'> {
  const { input_tokens: prompt, output_tokens: completion } = usage;
  if (prompt === undefined) return {};
  return { usage: { prompt: Number(prompt), completion: Number(completion) } };
}
