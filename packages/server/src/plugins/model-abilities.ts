import type { ModelInfo } from '@samewire/engine';
import type { preHandlerHookHandler } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Endpoint } from '../errors/endpoint.ts';
import { WireError } from '../errors/wire-error.ts';
import { isRecord } from '../is-record.ts';
import type { ServedModels } from '../served-models.ts';

/**
 * Refuses what the model that is named cannot do at all, in OpenAI's words where it has some: before
 * anything is tokenised, and after what else is wrong with a request was told.
 */
export const modelAbilities = fastifyPlugin<{ models: ServedModels }>(
  (server, { models }, done) => {
    server.addHook('onRoute', (route) => {
      const { endpoint } = route.config ?? {};
      if (endpoint === undefined) return;
      const refuse: preHandlerHookHandler = (request, _reply, next) => {
        const name = isRecord(request.body) ? request.body['model'] : undefined;
        const { model } = models.named(name, endpoint);
        // What nobody is called is no model that could do anything; its route says so.
        if (typeof name === 'string' && model.named(name) === undefined) return next();
        // Without a model nothing is known; the engine refuses then.
        next(model.info === undefined ? undefined : refusal(endpoint, model.info));
      };
      route.preHandler = [refuse, ...[route.preHandler ?? []].flat()];
    });
    done();
  },
);

function refusal(endpoint: Endpoint, info: ModelInfo): WireError | undefined {
  switch (endpoint) {
    case 'embeddings':
      if (info.embedding !== null && info.embedding.pooling !== 'rank') return undefined;
      return forbidden(
        'You are not allowed to generate embeddings from this model. Models that are made for ' +
          'it do so by themselves; others do with the setting `embeddings`.',
      );
    case 'rerank':
      if (info.embedding?.pooling === 'rank') return undefined;
      return forbidden(
        'You are not allowed to rank documents with this model. It takes one that was made for it.',
      );
    case 'chat':
      if (info.canGenerate) return undefined;
      return new WireError(
        'This is not a chat model and thus not supported in the v1/chat/completions endpoint. ' +
          'Did you mean to use v1/embeddings?',
        { status: 404, param: 'model' },
      );
    default:
      if (info.canGenerate) return undefined;
      return forbidden('You are not allowed to sample from this model');
  }
}

function forbidden(message: string): WireError {
  return new WireError(message, { status: 403 });
}
