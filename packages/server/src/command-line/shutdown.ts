import type { Engine } from '@samewire/engine';
import type { FastifyInstance } from 'fastify';

export interface RunningServer {
  readonly server: FastifyInstance;
  readonly engines: readonly Engine[];
  /** Aborted to make the server refuse new requests. */
  readonly draining: AbortController;
  readonly shutdownTimeoutMs: number;
}

/**
 * Stops serving: new requests are refused, running ones get time to end, and what is left
 * then is told so and ended.
 *
 * @param impatience resolves when there is no more time
 */
export async function shutDown(
  { server, engines, draining, shutdownTimeoutMs }: RunningServer,
  impatience: Promise<void>,
): Promise<void> {
  draining.abort();
  // Done with the last request; idle connections are closed at once.
  const closed = server.close();
  const timeout = Promise.withResolvers<void>();
  const timer = setTimeout(timeout.resolve, shutdownTimeoutMs);
  await Promise.race([closed, timeout.promise, impatience]);
  clearTimeout(timer);
  // Every generation that still runs fails now, and its client is told.
  await Promise.all(engines.map((engine) => engine.close()));
  await Promise.race([closed, lastWords()]);
  server.server.closeAllConnections();
  await closed;
}

/** Long enough for errors to reach clients that read. */
function lastWords(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, 1000).unref();
  return promise;
}
