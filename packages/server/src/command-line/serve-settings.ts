import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineOptions } from '@samewire/engine';
import type { Settings } from '../config/settings.ts';
import type { ApiKey, NamedAdapter, ServerConfig } from '../server-config.ts';
import { CommandError, exitCodes } from './command-error.ts';
import { withoutMissing } from '../wire-to-engine/sampling-params.ts';

/** Relative to this file, in `src` as in `dist`. */
const playgroundDir = fileURLToPath(
  new URL('../../../../apps/playground/dist', import.meta.url),
);

/**
 * The settings as the engine takes them.
 *
 * @param hasEmbedder whether there is a second model, which what is set for vectors is for
 */
export function toEngineOptions(
  settings: Settings,
  modelPath: string,
  hasEmbedder: boolean,
  cwd: string,
): EngineOptions {
  return {
    modelPath,
    ...withoutMissing({
      contextSize: settings.ctxSize === 0 ? undefined : settings.ctxSize,
      numSlots: settings.parallel,
      kvLayout: settings.kvLayout,
      flashAttention: settings.flashAttn,
      cacheTypeK: settings.cacheTypeK,
      cacheTypeV: settings.cacheTypeV,
      numThreads: settings.threads,
      numGpuLayers: settings.gpuLayers,
      maxWaiting: settings.maxQueue,
      ...toMediaOptions(settings, cwd),
      cacheRamBytes: settings.cacheRamBytes,
      ...(settings.cacheDiskDir === undefined
        ? {}
        : {
            cacheDiskDir: resolve(cwd, settings.cacheDiskDir),
            cacheDiskBytes: settings.cacheDiskBytes,
          }),
      maxWaitingTokens: settings.maxQueueTokens,
      maxKeptCells: settings.maxKeptCells,
      targetStepMs: settings.targetStepMs,
      speculation: settings.speculation,
      ...(settings.modelDraft === undefined
        ? {}
        : {
            draftModelPath: resolve(cwd, settings.modelDraft),
            numDraftGpuLayers: settings.gpuLayersDraft,
          }),
      draftLayers: settings.draftLayers,
      embeddings: settings.embeddings,
      ...(hasEmbedder ? {} : vectorOptions(settings)),
      adapters: settings.lora?.map(({ name, path }) => ({
        name,
        path: resolve(cwd, path),
      })),
    }),
  };
}

/** The engine of a model that only makes vectors. */
export function toEmbedderOptions(settings: Settings, modelPath: string): EngineOptions {
  return {
    modelPath,
    embeddings: true,
    ...withoutMissing({
      numThreads: settings.threads,
      numGpuLayers: settings.gpuLayers,
      maxWaiting: settings.maxQueue,
      ...vectorOptions(settings),
    }),
  };
}

function vectorOptions({ pooling, embeddingTokens }: Settings) {
  return { pooling, maxEmbeddingTokens: embeddingTokens };
}

/** The settings as the server takes them. @throws CommandError for two models of one name */
export function toServerConfig(
  settings: Settings,
  modelPath: string,
  embeddingModelPath: string | undefined,
  apiKeys: readonly ApiKey[],
  cwd: string,
): ServerConfig {
  const id = settings.alias ?? idOf(modelPath);
  const hasPlayground = settings.playground && existsSync(playgroundDir);
  return {
    model: { id },
    ...(embeddingModelPath === undefined
      ? {}
      : { embeddingModel: { id: otherThan(id, idOf(embeddingModelPath)) } }),
    adapters: toNamedAdapters(settings, id),
    ...(settings.loraDir === undefined
      ? {}
      : { adapterDir: resolve(cwd, settings.loraDir) }),
    cacheApi: settings.cacheApi,
    profile: settings.profile,
    reasoningField: settings.reasoningField,
    responsesForm: settings.responsesForm,
    reasoningBudget: settings.reasoningBudget,
    apiKeys,
    // A server on every address is known by names that cannot be known here.
    allowedHosts: isUnspecified(settings.host)
      ? 'any'
      : [settings.host, ...(settings.allowedHost ?? [])],
    corsOrigins: settings.corsOrigin ?? [],
    earliestPriority: settings.earliestPriority,
    matryoshka: settings.matryoshka,
    ...withoutMissing({
      firstTokenTimeoutMs:
        settings.firstTokenTimeout === undefined
          ? undefined
          : settings.firstTokenTimeout * 1000,
      reasoningBudgetMessage: settings.reasoningBudgetMessage,
      metricsCompat: settings.metricsCompat,
      moderationsUrl: settings.moderationsUrl,
      audioUrl: settings.audioUrl,
      upstreamKey: settings.upstreamKey,
      requestsPerMinute: settings.requestsPerMinute,
      tokensPerMinute: settings.tokensPerMinute,
    }),
    maxBodyBytes: settings.maxBodyBytes,
    maxFileBytes: settings.maxFileBytes,
    retentionDays: settings.retentionDays,
    ...withoutMissing({
      dataDir:
        settings.dataDir === undefined ? undefined : resolve(cwd, settings.dataDir),
      stateUrl: settings.stateUrl,
      maxStateBytes: settings.maxStateBytes,
    }),
    stallTimeoutMs: settings.stallTimeout * 1000,
    logLevel: settings.logLevel,
    ...(hasPlayground ? { playgroundDir } : {}),
  };
}

function idOf(modelPath: string): string {
  return basename(modelPath, '.gguf');
}

function otherThan(modelId: string, id: string): string {
  if (id !== modelId) return id;
  throw new CommandError(
    `Both models have the name '${id}'. Please give the first of them another.`,
    { exitCode: exitCodes.usage, hints: ['  --alias <name>'] },
  );
}

function toMediaOptions(settings: Settings, cwd: string): Partial<EngineOptions> {
  if (settings.mmproj === undefined) return {};
  return {
    projectorPath: resolve(cwd, settings.mmproj),
    mediaLimits: {
      maxFiles: settings.maxMedia,
      maxFileBytes: settings.maxMediaBytes,
      maxImagePixels: settings.maxImagePixels,
      maxAudioSeconds: settings.maxAudioSeconds,
    },
  };
}

function toNamedAdapters({ lora = [] }: Settings, modelId: string): NamedAdapter[] {
  if (lora.some(({ name }) => name === modelId))
    throw new CommandError(
      `The adapter '${modelId}' has the name of the model. Please give one of them another.`,
      { exitCode: exitCodes.usage, hints: ['  --alias <name>'] },
    );
  return lora.map(({ name, path, scale }) => ({ name, scale, file: basename(path) }));
}

/** Whether an address stands for all the addresses of the machine. */
export function isUnspecified(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}
