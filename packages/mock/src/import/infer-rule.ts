import { isJsonObject, type JsonValue } from '../exchange/json.ts';
import type { RequestRule } from '../match/request-rule.ts';

const routes: Readonly<Record<string, string>> = {
  'chat.completion': '/chat/completions',
  'chat.completion.chunk': '/chat/completions',
  text_completion: '/completions',
  response: '/responses',
  rerank: '/rerank',
};

/** Which requests an answer may be for, where only the answer was kept. */
export function inferRule(answer: JsonValue | undefined, stream: boolean): RequestRule {
  const route = isJsonObject(answer) ? routeOf(answer) : undefined;
  return {
    method: 'POST',
    ...(route === undefined ? {} : { path: route }),
    ...(stream ? { stream } : {}),
  };
}

function routeOf(answer: { readonly [key: string]: JsonValue }): string | undefined {
  const { object, type, choices, embeddings } = answer;
  if (typeof type === 'string' && type.startsWith('response.')) return '/responses';
  const known = typeof object === 'string' ? routes[object] : undefined;
  if (known !== undefined) return known;
  if (Array.isArray(choices)) return '/chat/completions';
  return object === 'list' || embeddings !== undefined ? '/embeddings' : undefined;
}
