import {
  AdapterList,
  AdapterScales,
  AdapterScalesSet,
  ErrorBody,
  LoadAdapterRequest,
  UnloadAdapterRequest,
} from '@samewire/shared-types';
import { Type } from 'typebox';
import { AdapterLoader } from '../adapters/adapter-loader.ts';
import { WireError } from '../errors/wire-error.ts';
import { toScales } from '../wire-to-engine/adapter-uses.ts';
import type { RouteContext, TypedServer } from './route-context.ts';

/**
 * Adapters as llama.cpp's clients list and set them (`/lora-adapters`), and as vLLM's load and
 * unload them. What changes them for everybody takes a folder to load from.
 */
export function addAdapterRoutes(
  server: TypedServer,
  { engine, model }: Pick<RouteContext, 'engine' | 'model'>,
  folder: string | undefined,
): void {
  const { adapters } = model;
  const loader =
    folder === undefined ? undefined : new AdapterLoader({ engine, model, folder });
  const tags = ['Adapters'];

  server.get(
    '/lora-adapters',
    {
      schema: { tags, summary: 'The adapters there are', response: { 200: AdapterList } },
    },
    () =>
      adapters.all.map((adapter) => ({
        id: adapter.id,
        path: adapter.file ?? adapter.name,
        scale: adapters.defaultScaleOf(adapter),
        task_name: '',
        prompt_prefix: '',
        name: adapter.name,
      })),
  );

  server.post(
    '/lora-adapters',
    {
      schema: {
        tags,
        summary: 'How much of each adapter requests get that say nothing',
        body: AdapterScales,
        response: { 200: AdapterScalesSet, '4xx': ErrorBody },
      },
    },
    ({ body }) => {
      requireLoader(loader);
      adapters.setDefaultScales(toScales(body, adapters));
      return { success: true };
    },
  );

  server.post(
    '/v1/load_lora_adapter',
    {
      schema: {
        tags,
        summary: 'Load an adapter from the folder for them',
        body: LoadAdapterRequest,
        response: { 200: Type.String(), '4xx': ErrorBody },
      },
    },
    async ({ body }, reply) => {
      const { lora_name: name, lora_path: path, load_inplace: mayReplace } = body;
      await requireLoader(loader).load(name, path, mayReplace ?? false);
      return reply
        .type('text/plain; charset=utf-8')
        .send(`Success: LoRA adapter '${name}' added successfully.`);
    },
  );

  server.post(
    '/v1/unload_lora_adapter',
    {
      schema: {
        tags,
        summary: 'Forget an adapter',
        body: UnloadAdapterRequest,
        response: { 200: Type.String(), '4xx': ErrorBody },
      },
    },
    async ({ body: { lora_name: name } }, reply) => {
      await requireLoader(loader).unload(name);
      return reply
        .type('text/plain; charset=utf-8')
        .send(`Success: LoRA adapter '${name}' removed successfully.`);
    },
  );
}

/** @throws WireError where clients may not change what everybody gets */
function requireLoader(loader: AdapterLoader | undefined): AdapterLoader {
  if (loader !== undefined) return loader;
  throw new WireError(
    'You have insufficient permissions for this operation. The adapters of this server are ' +
      'those it was started with; the setting `lora-dir` lets clients change them.',
    { status: 403 },
  );
}
