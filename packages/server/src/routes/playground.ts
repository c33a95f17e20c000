import fastifyStatic from '@fastify/static';
import { playgroundHeaders } from './playground-headers.ts';
import type { TypedServer } from './route-context.ts';

/** The built files' names carry a hash of their content, so they never change. */
const hashedAssets = '/assets/';

/**
 * The playground at `/`. Its files are public, because a browser cannot send a key for a
 * page; what the page asks of the API needs one like everything else.
 */
export async function addPlayground(
  server: TypedServer,
  directory: string,
): Promise<void> {
  await server.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, isPublic: true };
    });
    await scope.register(fastifyStatic, {
      root: directory,
      // One route per file: a path that is no file is answered like any unknown route.
      wildcard: false,
      preCompressed: true,
      cacheControl: false,
      serveDotFiles: false,
      setHeaders: (reply, path) => {
        reply.headers({
          ...playgroundHeaders,
          'cache-control': path.includes(hashedAssets)
            ? 'public, max-age=31536000, immutable'
            : 'no-cache',
        });
      },
    });
  });
}
