import { DeletedModel, ErrorBody, Model, ModelList } from '@samewire/shared-types';
import { Type } from 'typebox';
import { WireError } from '../errors/wire-error.ts';
import type { RouteContext, TypedServer } from './route-context.ts';

/** `GET /v1/models`, and `GET` and `DELETE /v1/models/{id}`. */
export function addModelRoutes(
  server: TypedServer,
  { models }: Pick<RouteContext, 'models'>,
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
    () => ({ object: 'list' as const, data: models.toModels() }),
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
    ({ params }) => models.named(params['*']).model.toModel(params['*']),
  );
  server.delete(
    '/v1/models/*',
    {
      schema: {
        tags: ['Models'],
        summary: 'Delete a seeded name; models are files of whoever runs the server',
        params: Type.Object({ '*': Type.String({ description: "The model's id." }) }),
        response: { 200: DeletedModel, '4xx': ErrorBody },
      },
    },
    (request) => {
      const id = request.params['*'];
      const { model } = models.named(id);
      if (model.removeName(id))
        return { id, object: 'model' as const, deleted: true as const };
      model.requireName(id);
      throw new WireError(
        `You have insufficient permissions for this operation. The model '${id}' is a ` +
          'file of this server and cannot be deleted over the API.',
        { status: 403 },
      );
    },
  );
}
