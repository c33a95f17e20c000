import type { Engine, EngineStatus } from '@samewire/engine';
import type { FastifyReply } from 'fastify';
import { sendError } from '../errors/error-handler.ts';
import { WireError } from '../errors/wire-error.ts';
import type { TypedServer } from './route-context.ts';

export interface HealthRouteOptions {
  /** All of which have to be ready. */
  readonly engines: readonly Engine[];
  /** Aborted once the server shuts down. */
  readonly draining: AbortSignal;
}

/**
 * The routes that probes ask. None needs a key, none names a model, and none asks anything
 * of the engine but its status.
 */
export function addHealthRoutes(
  server: TypedServer,
  { engines, draining }: HealthRouteOptions,
): void {
  const startedAt = performance.now();
  server.get('/livez', route('Is the process alive?'), () => ({ status: 'ok' }));

  server.get('/readyz', route('Can it answer now?'), (_request, reply) => {
    const obstacle = draining.aborted ? 'draining' : obstacleOf(statusOf(engines));
    return obstacle === undefined ? { status: 'ok' } : notReady(reply, obstacle);
  });

  server.get('/startupz', route('How far is the first load?'), (_request, reply) => {
    const status = statusOf(engines);
    const elapsedSeconds = Math.round(performance.now() - startedAt) / 1000;
    // A restart later on is for /readyz to tell: the first load was done then.
    const isStarted = status.phase === 'ready' || status.phase === 'restarting';
    return reply.status(isStarted ? 200 : 503).send({
      state: isStarted ? 'started' : 'starting',
      phase: status.phase,
      progress: status.phase === 'loading' ? status.progress : 1,
      elapsed_seconds: elapsedSeconds,
      detail: status.phase === 'failed' ? 'The model could not be loaded.' : null,
    });
  });

  for (const path of ['/health', '/v1/health'])
    server.get(path, route("llama.cpp's health check"), (_request, reply) =>
      statusOf(engines).phase === 'ready'
        ? { status: 'ok' }
        : reply.status(503).send(llamaCppNotReady(statusOf(engines))),
    );
}

function route(summary: string) {
  return {
    config: { isPublic: true },
    schema: { tags: ['Health'], summary, security: [] },
  };
}

/** Of the first that is not ready, if there is one. */
function statusOf(engines: readonly Engine[]): EngineStatus {
  const all = engines.map((engine) => engine.status());
  return all.find(({ phase }) => phase !== 'ready') ?? all[0] ?? { phase: 'closed' };
}

function obstacleOf(status: EngineStatus): string | undefined {
  return status.phase === 'ready' ? undefined : status.phase;
}

const obstacles: Readonly<Record<string, string>> = {
  loading: 'The model is still loading.',
  restarting: 'The engine is restarting.',
  draining: 'The server is shutting down.',
  closed: 'The server is shutting down.',
  failed: 'The model could not be loaded.',
};

function notReady(reply: FastifyReply, obstacle: string): FastifyReply {
  const message = obstacles[obstacle] ?? 'The server is not ready.';
  return sendError(
    reply,
    new WireError(message, {
      status: 503,
      type: 'unavailable_error',
      retryAfterMs: 1000,
    }),
  );
}

/** llama.cpp's own answer, with a number for a code, which its clients look for. */
function llamaCppNotReady(status: EngineStatus) {
  const message = status.phase === 'loading' ? 'Loading model' : 'Model is not available';
  return { error: { message, type: 'unavailable_error', param: null, code: 503 } };
}
