import fastifyStatic from '@fastify/static';
import type { TypedServer } from './route-context.ts';

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

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
        reply.header('content-security-policy', contentSecurityPolicy);
        reply.header('x-content-type-options', 'nosniff');
        reply.header('referrer-policy', 'no-referrer');
        reply.header(
          'cache-control',
          path.includes(hashedAssets)
            ? 'public, max-age=31536000, immutable'
            : 'no-cache',
        );
      },
    });
  });
}
