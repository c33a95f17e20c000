import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { streamCompletion } from '../load/stream-client.ts';

/** A server that takes what comes and answers with `said`, without an end. */
async function serverThatSays(said: string) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.resume().write(said);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, model: 'any' };
}

test('a stream that stands still ends the measurement and says what came before', async () => {
  const server = await serverThatSays('data: {"text":"once"}');
  await expect(streamCompletion(server, {}, { silenceMs: 500 })).rejects.toThrow(
    'Nothing came for 0.5 s after: "data: {"text":"once"}"',
  );
});
