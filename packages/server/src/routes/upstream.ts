import type { FastifyInstance } from 'fastify';
import { formOrigins } from '../plugins/form-origins.ts';
import type { ServerConfig } from '../server-config.ts';
import { forward } from '../upstream/forward.ts';

/** Endpoints that another server answers, by the setting that says which. */
const endpoints = [
  {
    setting: 'moderationsUrl',
    path: '/moderations',
    tags: ['Moderations'],
    summary: 'Whether text is harmful, in the judgement of another server',
  },
  {
    setting: 'audioUrl',
    path: '/audio/transcriptions',
    tags: ['Audio'],
    summary: 'What is said in a recording, as another server hears it',
  },
  {
    setting: 'audioUrl',
    path: '/audio/translations',
    tags: ['Audio'],
    summary: 'The same in English',
  },
] as const;

/** `POST /v1/moderations` and `/v1/audio/…`, where a server for them is set. */
export async function addUpstreamRoutes(
  server: FastifyInstance,
  config: ServerConfig,
  maxBytes: number,
): Promise<void> {
  await server.register(async (scope) => {
    await scope.register(formOrigins, { origins: config.corsOrigins ?? [] });
    // Bodies go through unread: what is in them is between the client and the other server.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, next) => next(null));
    for (const { setting, path, ...described } of endpoints) {
      const url = config[setting];
      if (url === undefined) continue;
      const upstream = { url, key: config.upstreamKey };
      scope.post(`/v1${path}`, { schema: described }, (request, reply) =>
        forward(request, reply, upstream, { path, maxBytes }),
      );
    }
  });
}
