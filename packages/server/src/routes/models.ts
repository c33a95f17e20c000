import { ErrorBody, Model, ModelList } from '@samewire/shared-types';
import { Type } from 'typebox';
import type { RouteContext, TypedServer } from './route-context.ts';

/** `GET /v1/models` and `GET /v1/models/{id}`. */
export function addModelRoutes(
  server: TypedServer,
  { model }: Pick<RouteContext, 'model'>,
): void {
  server.get(
    '/v1/models',
    {
      schema: {
        tags: ['Models'],
        summary: 'The models that can be named in a request',
        response: { 200: ModelList },
      },
    },
    () => ({ object: 'list' as const, data: [model.toModel()] }),
  );

  // A wildcard, because ids may contain slashes.
  server.get(
    '/v1/models/*',
    {
      schema: {
        tags: ['Models'],
        summary: 'One model by its id',
        params: Type.Object({ '*': Type.String({ description: "The model's id." }) }),
        response: { 200: Model, 404: ErrorBody },
      },
    },
    (request) => {
      model.requireName(request.params['*']);
      return model.toModel();
    },
  );
}
