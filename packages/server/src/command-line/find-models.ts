import { resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { checkModelFile, type ModelFile } from './model-file.ts';
import type { EngineModule, Surroundings } from './surroundings.ts';

/** The files that are served. */
export interface FoundModels {
  readonly modelFile: ModelFile;
  /** The second model, for vectors. */
  readonly embeddingModelFile: ModelFile | undefined;
  /** The one that drafts for the first. */
  readonly draftModelFile: ModelFile | undefined;
}

/**
 * Those of the settings, or the built-in ones: these two belong together, and no model of the
 * user's gets a second one that was not asked for.
 *
 * @throws CommandError for a file that cannot be served
 */
export async function findModels(
  { model, embeddingModel, modelDraft }: Settings,
  { builtinModelPath, builtinEmbeddingModelPath }: EngineModule,
  { cwd, serveCommand }: Surroundings,
): Promise<FoundModels> {
  const check = (path: string) => checkModelFile(resolve(cwd, path), serveCommand);
  const besides = model === undefined ? builtinEmbeddingModelPath() : undefined;
  const embeddingPath = embeddingModel ?? besides;
  return {
    modelFile: await check(model ?? builtinModelPath()),
    embeddingModelFile:
      embeddingPath === undefined ? undefined : await check(embeddingPath),
    draftModelFile: modelDraft === undefined ? undefined : await check(modelDraft),
  };
}
