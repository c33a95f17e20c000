import { isJsonObject, type JsonObject, type JsonValue } from '../exchange/json.ts';

/** The messages of a request to chat completions, Anthropic's messages or responses. */
export function messagesOf(json: JsonValue | undefined): readonly JsonObject[] {
  if (!isJsonObject(json)) return [];
  const { messages, input } = json;
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  const list = Array.isArray(messages) ? messages : input;
  return Array.isArray(list) ? (list as readonly JsonValue[]).filter(isJsonObject) : [];
}

/** The text of a message, whether it is a string or a list of parts. */
export function textOfMessage({ content }: JsonObject): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as readonly JsonValue[])
    .map((part) =>
      isJsonObject(part) && typeof part['text'] === 'string' ? part['text'] : '',
    )
    .join('');
}

/** What the system (or developer) says, in any of its places. */
export function systemText(json: JsonValue | undefined): string | undefined {
  const said = messagesOf(json).filter(
    ({ role }) => role === 'system' || role === 'developer',
  );
  if (said.length > 0) return said.map(textOfMessage).join('\n');
  if (!isJsonObject(json)) return undefined;
  const { system, instructions } = json;
  if (Array.isArray(system)) return textOfMessage({ content: system as JsonValue });
  return [system, instructions].find((text) => typeof text === 'string');
}

/** The names of the tools a request offers. */
export function toolNames(json: JsonValue | undefined): readonly string[] {
  const tools = isJsonObject(json) ? json['tools'] : undefined;
  if (!Array.isArray(tools)) return [];
  return (tools as readonly JsonValue[]).filter(isJsonObject).map((tool) => {
    const named = isJsonObject(tool['function']) ? tool['function'] : tool;
    return typeof named['name'] === 'string' ? named['name'] : '';
  });
}
