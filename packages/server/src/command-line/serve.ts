import { resolve } from 'node:path';
import { type Engine, EngineError, type EngineOptions } from '@samewire/engine';
import type { FastifyInstance } from 'fastify';
import type { ResolvedConfig } from '../config/resolve-config.ts';
import type { Settings } from '../config/settings.ts';
import { buildServer, type BuildServerOptions } from '../server.ts';
import { StateError } from '../state/state-error.ts';
import { compileAhead } from '../validation/validators.ts';
import { collectApiKeys, requireProtection } from './api-keys.ts';
import { type BannerFacts, printBanner, printReady } from './banner.ts';
import { describeCrash } from './engine-crash.ts';
import { CommandError, exitCodes, type ExitCode } from './command-error.ts';
import { showLoadProgress } from './load-progress.ts';
import { findModels } from './find-models.ts';
import { requireFreePort } from './port.ts';
import { readSeedFile } from './seed-file.ts';
import {
  isUnspecified,
  toEmbedderOptions,
  toEngineOptions,
  toServerConfig,
} from './serve-settings.ts';
import { withoutMissing } from '../wire-to-engine/sampling-params.ts';
import { shutDown } from './shutdown.ts';
import { watchStopSignals } from './stop-signals.ts';
import type { Surroundings } from './surroundings.ts';
import type { Terminal } from './terminal.ts';

/**
 * Serves a model until a signal says stop.
 *
 * Everything that can be wrong with the settings is found before anything is loaded, and
 * the server listens before the model is there, so that probes and the playground have
 * something to ask.
 *
 * @throws CommandError
 */
export async function serve(
  { settings }: ResolvedConfig,
  surroundings: Surroundings,
  terminal: Terminal,
): Promise<ExitCode> {
  const apiKeys = await collectApiKeys(settings, terminal);
  requireProtection(settings, apiKeys);
  const engineModule = await surroundings.loadEngine();
  const { modelFile, embeddingModelFile, draftModelFile } = await findModels(
    settings,
    engineModule,
    surroundings,
  );
  const { cwd } = surroundings;
  const embeddingPath = embeddingModelFile?.path;
  const config = {
    ...toServerConfig(settings, modelFile.path, embeddingPath, apiKeys, cwd),
    ...(settings.seeds === undefined
      ? {}
      : { seeds: await readSeedFile(resolve(cwd, settings.seeds)) }),
  };
  await requireFreePort(settings.host, settings.port);

  const signals = watchStopSignals(surroundings);
  const draining = new AbortController();
  const startedAt = performance.now();
  let server: FastifyInstance | undefined;
  const start = (options: EngineOptions) =>
    engineModule.startEngine(options, {
      onCrash: (crash) => {
        const { pid, startError, ...facts } = crash;
        if (server === undefined) terminal.warn(describeCrash(crash));
        else
          server.log.error(
            { enginePid: pid, ...facts, err: startError },
            describeCrash(crash),
          );
      },
    });
  const engine = start(
    toEngineOptions(settings, modelFile.path, embeddingModelFile !== undefined, cwd),
  );
  const embedder =
    embeddingModelFile && start(toEmbedderOptions(settings, embeddingModelFile.path));
  const engines: [Engine, ...Engine[]] = embedder ? [engine, embedder] : [engine];
  server = await build(
    { engine, config, draining: draining.signal, ...withoutMissing({ embedder }) },
    engines,
  );
  try {
    const url = await listen(server, settings);
    void compileAhead();
    const facts: BannerFacts = {
      modelId: config.model.id,
      modelFile,
      ...withoutMissing({
        embeddingModelId: config.embeddingModel?.id,
        embeddingModelFile,
        draftModelFile,
      }),
      serveCommand: surroundings.serveCommand,
      isBuiltin: settings.model === undefined,
      baseUrl: baseUrl(settings.host, new URL(url).port),
      isEverywhere: isUnspecified(settings.host),
      needsKey: apiKeys.length > 0,
      hasPlayground: config.playgroundDir !== undefined,
    };
    printBanner(terminal, facts);
    await Promise.race([
      announceWhenLoaded(engines, facts, terminal, startedAt),
      signals.first,
    ]);
    const signal = await signals.first;
    terminal.line();
    terminal.line('  Stopping; once more to stop at once.');
    return signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.ok;
  } finally {
    await shutDown({ server, engines, draining, ...timeouts(settings) }, signals.second);
    signals.forget();
  }
}

/** @throws CommandError if the data directory cannot be used */
async function build(
  options: BuildServerOptions,
  engines: readonly Engine[],
): Promise<FastifyInstance> {
  try {
    return await buildServer(options);
  } catch (error) {
    await Promise.all(engines.map((engine) => engine.close()));
    if (error instanceof StateError) throw new CommandError(error.message);
    throw error;
  }
}

async function listen(
  server: FastifyInstance,
  { host, port }: Settings,
): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    // Somebody was quicker after all: this says so in words.
    await requireFreePort(host, port);
    throw error;
  }
}

async function announceWhenLoaded(
  [engine, ...others]: readonly [Engine, ...Engine[]],
  facts: BannerFacts,
  terminal: Terminal,
  startedAt: number,
): Promise<void> {
  try {
    const model = await showLoadProgress(engine, terminal);
    await Promise.all(others.map((other) => other.ready()));
    printReady(terminal, facts, model, (performance.now() - startedAt) / 1000);
  } catch (error) {
    throw loadError(error);
  }
}

function loadError(error: unknown): CommandError {
  const message = EngineError.isInstance(error) ? error.message : String(error);
  const isMemory = EngineError.isInstance(error) && error.code === 'out-of-memory';
  return new CommandError(`The model could not be loaded: ${message}`, {
    exitCode: isMemory ? exitCodes.outOfMemory : exitCodes.failed,
  });
}

function timeouts({ shutdownTimeout }: Settings) {
  return { shutdownTimeoutMs: shutdownTimeout * 1000 };
}

/** An address that can be typed on this machine. */
function baseUrl(host: string, port: string): string {
  const name = isUnspecified(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
