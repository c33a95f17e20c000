import { ErrorBody, InputTokens, InputTokensRequest } from '@samewire/shared-types';
import { unknownResponsesModel } from '../errors/standard-errors.ts';
import type { ResponsesContext, TypedServer } from './route-context.ts';

/** `POST /v1/responses/input_tokens` */
export function addInputTokensRoute(
  server: TypedServer,
  { engine, model, responses }: ResponsesContext,
): void {
  server.post(
    '/v1/responses/input_tokens',
    {
      config: { endpoint: 'responses' },
      schema: {
        tags: ['Responses'],
        summary: 'How many tokens a response would have to read',
        body: InputTokensRequest,
        response: { 200: InputTokens, '4xx': ErrorBody },
      },
    },
    async ({ body, owner }) => {
      if (body.model != null) model.requireName(body.model, unknownResponsesModel);
      const chat = await responses.toChat(body, owner);
      const tokens = await engine.tokenizeChat(chat);
      return { object: 'response.input_tokens' as const, input_tokens: tokens.length };
    },
  );
}
