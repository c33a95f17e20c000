import { CompactedResponse, CompactRequest, ErrorBody } from '@samewire/shared-types';
import { unknownResponsesModel } from '../errors/standard-errors.ts';
import { compact } from '../responses/compaction.ts';
import { abortWhenClientLeaves } from '../sse/client-connection.ts';
import type { ResponsesContext, TypedServer } from './route-context.ts';

/** `POST /v1/responses/compact` */
export function addCompactRoute(
  server: TypedServer,
  { engine, model, responses }: ResponsesContext,
): void {
  server.post(
    '/v1/responses/compact',
    {
      config: { endpoint: 'responses' },
      schema: {
        tags: ['Responses'],
        summary: 'A long conversation, made short',
        body: CompactRequest,
        response: { 200: CompactedResponse, '4xx': ErrorBody },
      },
    },
    async (received, reply) => {
      const { body } = received;
      model.requireName(body.model, unknownResponsesModel);
      const options = await responses.toCompaction(body, received);
      return compact(engine, options, abortWhenClientLeaves(reply.raw).signal);
    },
  );
}
