import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { version } from '../version.ts';
import type { TypedServer } from './route-context.ts';

/** To be registered before the routes it is to describe. */
export async function describeRoutes(server: TypedServer): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'samewire',
        version,
        description: 'The OpenAI wire format, answered by a local model.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
      security: [{ apiKey: [] }],
    },
    // OpenAPI has no wildcards; for its readers an id with slashes is an id.
    transform: ({ schema, url }) => {
      if (!url.endsWith('/*')) return { schema, url };
      const { params: _wildcard, ...others } = schema ?? {};
      return { schema: others, url: url.replace('/*', '/:model') };
    },
  });
}

/**
 * `GET /openapi.json`, and a page at `/docs` that shows it and loads nothing from afar. Both are
 * public: a browser sends no key for a page, and what they say is the same for every server.
 */
export async function addOpenApiRoutes(server: TypedServer): Promise<void> {
  await server.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, isPublic: true };
    });
    scope.get('/openapi.json', { schema: { hide: true } }, () => scope.swagger());
    await addPage(scope);
  });
}

async function addPage(server: FastifyInstance): Promise<void> {
  await server.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: 'samewire API' },
    uiConfig: {
      // Without it the page would show the document to a validator on another host.
      validatorUrl: null,
      layout: 'BaseLayout',
      docExpansion: 'list',
      deepLinking: true,
    },
    staticCSP: {
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:'],
      'connect-src': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
    },
  });
}
