import { EmbeddingList, EmbeddingsRequest, ErrorBody } from '@samewire/shared-types';
import { Type } from 'typebox';
import { encodeEmbeddingList } from '../engine-to-wire/embedding-list.ts';
import { abortWhenClientLeaves } from '../sse/client-connection.ts';
import { toDimensions, toEmbeddingInputs } from '../wire-to-engine/embeddings-request.ts';
import type { RouteContext, TypedServer } from './route-context.ts';

/** `POST /v1/embeddings` */
export function addEmbeddingsRoute(
  server: TypedServer,
  { models, queue, isMatryoshka }: RouteContext,
): void {
  server.post(
    '/v1/embeddings',
    {
      config: { endpoint: 'embeddings' },
      schema: {
        tags: ['Embeddings'],
        summary: 'Texts as vectors',
        body: EmbeddingsRequest,
        // Written by hand, so the schema is only for the document.
        response: {
          200: Type.Unsafe<string | EmbeddingList>(EmbeddingList),
          '4xx': ErrorBody,
        },
      },
    },
    async (received, reply) => {
      const { body } = received;
      const { engine, model } = models.named(body.model, 'embeddings');
      model.requireBase(body.model);
      const inputs = toEmbeddingInputs(body, model.info);
      const dimensions = toDimensions(body, model.info, isMatryoshka);
      const { signal } = abortWhenClientLeaves(reply.raw);
      const turn = queue.turnFor(received, body);
      const result = await engine.embed({ inputs, ...turn }, { signal });
      const isBase64 = body.encoding_format === 'base64';
      return reply
        .type('application/json; charset=utf-8')
        .send(
          await encodeEmbeddingList(result, { model: model.id, isBase64, dimensions }),
        );
    },
  );
}
