import { isJsonObject, type JsonValue, parseJson } from '../exchange/json.ts';

/** What the text of a body says. */
export interface BodyView {
  /** Undefined where it is not JSON. */
  readonly json: JsonValue | undefined;
  readonly model: string | undefined;
  readonly stream: boolean;
}

export function viewBody(text: string): BodyView {
  const json = parseJson(text);
  const model = isJsonObject(json) ? json['model'] : undefined;
  return {
    json,
    model: typeof model === 'string' ? model : undefined,
    stream: isJsonObject(json) && json['stream'] === true,
  };
}
