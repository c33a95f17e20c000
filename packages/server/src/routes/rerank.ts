import { ErrorBody, Reranking, RerankRequest } from '@samewire/shared-types';
import { toReranking } from '../engine-to-wire/reranking.ts';
import { abortWhenClientLeaves } from '../sse/client-connection.ts';
import { toRankedPairs } from '../wire-to-engine/rerank-request.ts';
import type { RouteContext, TypedServer } from './route-context.ts';

/** `POST /v1/rerank`, and under the other name that llama.cpp has for it. */
export function addRerankRoutes(
  server: TypedServer,
  { models, queue }: RouteContext,
): void {
  for (const url of ['/v1/rerank', '/v1/reranking'])
    server.post(
      url,
      {
        config: { endpoint: 'rerank' },
        schema: {
          tags: ['Embeddings'],
          summary: 'Documents in the order of how well they answer a query',
          body: RerankRequest,
          response: { 200: Reranking, '4xx': ErrorBody },
        },
      },
      async (received, reply) => {
        const { body } = received;
        const { engine, model } = models.named(body.model, 'rerank');
        model.requireBase(body.model);
        const inputs = toRankedPairs(body, model.info);
        const { signal } = abortWhenClientLeaves(reply.raw);
        const turn = queue.turnFor(received, body);
        const result = await engine.embed({ inputs, ...turn }, { signal });
        return toReranking(result, body, model.id);
      },
    );
}
