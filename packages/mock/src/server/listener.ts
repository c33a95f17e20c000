import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { MockError } from '../mock/mock-error.ts';
import { http } from './node-http.ts';

/** An HTTP server that can break the connections below it. */
export interface Listener {
  readonly server: Server;
  /** Resets the connection of a request: beneath TLS, where there is that. */
  readonly reset: (socket: Socket | null) => void;
}

/** @throws MockError where the certificate or its key is none */
export async function createListener(
  certificate: { readonly cert: string; readonly key: string } | undefined,
  answer: RequestListener,
): Promise<Listener> {
  if (certificate === undefined)
    return {
      server: http.createServer(answer),
      reset: (socket) => void socket?.resetAndDestroy(),
    };
  const { cert, key } = certificate;
  const server = await secureServer(cert, key, answer);
  // A socket of TLS cannot be reset; the one beneath it is known by its port.
  const beneath = new Map<number | undefined, Socket>();
  server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    beneath.set(remotePort, socket);
    socket.once('close', () => beneath.delete(remotePort));
  });
  // A client that does not trust the certificate leaves in the handshake.
  server.on('tlsClientError', () => {});
  return {
    server,
    reset: (socket) => void beneath.get(socket?.remotePort)?.resetAndDestroy(),
  };
}

async function secureServer(
  cert: string,
  key: string,
  answer: RequestListener,
): Promise<Server> {
  const { createServer } = await import('node:https');
  try {
    return createServer({ cert, key }, answer);
  } catch (error) {
    throw new MockError(
      `the certificate and its key cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
