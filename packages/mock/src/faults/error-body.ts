import type { JsonObject } from '../exchange/json.ts';
import type { RequestView } from '../match/request-view.ts';

/** An error as providers word it. */
export interface ProviderError {
  readonly message: string;
  readonly type: string;
  readonly anthropicType: string;
  readonly code: string | null;
  readonly param?: string;
}

/** The error in the shape of the API that was asked: Anthropic's, or OpenAI's. */
export function errorBody(
  { message, type, anthropicType, code, param }: ProviderError,
  { route }: Pick<RequestView, 'route'>,
): JsonObject {
  if (route.startsWith('/messages'))
    return { type: 'error', error: { type: anthropicType, message } };
  return { error: { message, type, param: param ?? null, code } };
}
