import { type Engine, EngineError } from '@samewire/engine';
import { CacheContents, DroppedCache, ErrorBody } from '@samewire/shared-types';
import type { FastifyInstance } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { WireError } from '../errors/wire-error.ts';
import { formOrigins } from '../plugins/form-origins.ts';
import type { RouteContext } from './route-context.ts';

/**
 * `GET /cache`, `POST /cache/save`, `DELETE /cache`: what is kept of the prompts of all owners, of
 * the model that is served first. There is nothing to restore: prompts find what they begin with.
 */
export async function addCacheRoutes(
  server: FastifyInstance,
  { engine }: Pick<RouteContext, 'engine'>,
  origins: readonly string[],
): Promise<void> {
  const tags = ['Cache'];
  await server.register(async (untyped) => {
    // A request without a body is one that browsers let any page make.
    await untyped.register(formOrigins, { origins });
    const scope = untyped.withTypeProvider<TypeBoxTypeProvider>();

    scope.get(
      '/cache',
      {
        schema: {
          tags,
          summary: 'What is kept of earlier prompts',
          response: { 200: CacheContents, '4xx': ErrorBody },
        },
      },
      () => contentsOf(engine),
    );

    scope.post(
      '/cache/save',
      {
        schema: {
          tags,
          summary: 'Put all of it on disk',
          response: { 200: CacheContents, '4xx': ErrorBody },
        },
      },
      async () => {
        await save(engine);
        return contentsOf(engine);
      },
    );

    scope.delete(
      '/cache',
      {
        schema: {
          tags,
          summary: 'Forget what no running request uses, also in RAM and on disk',
          response: { 200: DroppedCache, '4xx': ErrorBody },
        },
      },
      async () => ({
        object: 'cache' as const,
        deleted: true as const,
        sequences: await engine.dropCache(),
      }),
    );
  });
}

async function contentsOf(engine: Engine): Promise<CacheContents> {
  const sequences = await engine.cachedSequences();
  const stats = await engine.stats();
  return {
    object: 'list',
    data: sequences.map(({ numTokens, isInUse }) => ({
      object: 'cached_sequence',
      tokens: numTokens,
      in_use: isInUse,
    })),
    tokens_in_cells: stats.numUsedCells,
    ram_bytes: stats.cacheRamBytes,
    ram_limit_bytes: stats.cacheRamLimitBytes,
    disk_bytes: stats.cacheDiskBytes,
  };
}

/** @throws WireError where there is no tier on disk, with what to do about it */
async function save(engine: Engine): Promise<void> {
  try {
    await engine.saveCache();
  } catch (error) {
    if (!EngineError.isInstance(error) || error.code !== 'unsupported') throw error;
    throw new WireError(
      'The cache of this server cannot be saved: none of it is on disk. Start the server with ' +
        '--cache-disk-dir to have it there; a `separate` KV cache has nothing on disk.',
      { code: 'unsupported_value' },
    );
  }
}
