import type { AddressInfo } from 'node:net';
import { FakeEngine, type FakeEngineOptions } from '@samewire/engine/testing';
import { buildServer, type ServerConfig } from '@samewire/server';
import type { FastifyInstance, InjectOptions } from 'fastify';

export interface TestServerOptions {
  readonly engine?: FakeEngineOptions;
  readonly config?: Partial<ServerConfig>;
  readonly draining?: AbortSignal;
}

export interface TestServer {
  readonly server: FastifyInstance;
  readonly engine: FakeEngine;
}

/** A server over a fake engine whose model is called `tiny`, for requests without a socket. */
export async function createTestServer(
  options: TestServerOptions = {},
): Promise<TestServer> {
  const engine = new FakeEngine(options.engine);
  const server = await buildServer({
    engine,
    config: { model: { id: 'tiny' }, ...options.config },
    ...(options.draining === undefined ? {} : { draining: options.draining }),
  });
  return { server, engine };
}

/** A model whose chat template knows neither tools nor thinking. */
export const plainModel = {
  chatCapabilities: {
    tools: false,
    parallelToolCalls: false,
    jsonArguments: false,
    toolSelection: false,
    reasoning: false,
    reasoningBudget: false,
    reasoningEffort: false,
    systemRole: true,
  },
};

/** The same, listening on a free loopback port for as long as the callback runs. */
export async function withListeningServer(
  options: TestServerOptions,
  use: (
    running: TestServer & { readonly url: string; readonly port: number },
  ) => Promise<void>,
): Promise<void> {
  const { server, engine } = await createTestServer(options);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  try {
    const { port } = server.server.address() as AddressInfo;
    await use({ server, engine, url, port });
  } finally {
    server.server.closeAllConnections();
    await server.close();
  }
}

/** A request that is right in every way, but for what a test changes. */
export function chatRequest(changes: object = {}): InjectOptions & { method: 'POST' } {
  return {
    method: 'POST',
    url: '/v1/chat/completions',
    payload: { model: 'tiny', messages: [{ role: 'user', content: 'Hi' }], ...changes },
  };
}

export function completionRequest(
  changes: object = {},
): InjectOptions & { method: 'POST' } {
  return {
    method: 'POST',
    url: '/v1/completions',
    payload: { model: 'tiny', prompt: 'Once', ...changes },
  };
}

export function messagesRequest(
  changes: object = {},
): InjectOptions & { method: 'POST' } {
  return {
    method: 'POST',
    url: '/v1/messages',
    headers: { 'anthropic-version': '2023-06-01' },
    payload: {
      model: 'tiny',
      max_tokens: 64,
      messages: [{ role: 'user', content: 'Hi' }],
      ...changes,
    },
  };
}

/** The events of a stream's text, parsed; `[DONE]` stays a string. */
export function eventsOf(body: string): unknown[] {
  return body
    .split('\n\n')
    .filter((event) => event.startsWith('data: '))
    .map((event) => event.slice('data: '.length))
    .map((data) => (data === '[DONE]' ? data : JSON.parse(data)));
}
