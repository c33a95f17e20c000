import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface ClientTask {
  readonly port: number;
  readonly numConnections: number;
  readonly numRequests: number;
  /** JSON text. */
  readonly body: string;
}

/**
 * Asks over kept-alive connections, each its next question as soon as it has an answer. With no
 * promise and no listener of its own for an answer, so that the server is the one who is waited
 * for.
 *
 * @throws Error for an answer that is no 200
 */
export async function askAll(task: ClientTask): Promise<void> {
  const { port, numConnections, body } = task;
  const request = Buffer.from(
    'POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n' +
      'content-type: application/json\r\n' +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  let numLeft = task.numRequests;
  const takeOne = () => {
    if (numLeft === 0) return false;
    numLeft -= 1;
    return true;
  };
  const connections = Array.from({ length: numConnections }, async () => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    await askOver(socket, request, takeOne);
    socket.destroy();
  });
  await Promise.all(connections);
}

/** @param takeOne whether there is another question to ask */
async function askOver(
  socket: Socket,
  request: Buffer,
  takeOne: () => boolean,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const askNext = () => {
    if (takeOne()) socket.write(request);
    else resolve();
  };
  let received = '';
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('the server closed a connection')));
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1');
    if (!isWhole(received)) return;
    if (!received.startsWith('HTTP/1.1 200')) return reject(new Error(received));
    received = '';
    askNext();
  });
  askNext();
  await promise;
}

const lengthName = 'content-length: ';

function isWhole(received: string): boolean {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return false;
  const lengthAt = received.indexOf(lengthName) + lengthName.length;
  const length = Number(received.slice(lengthAt, received.indexOf('\r\n', lengthAt)));
  return received.length >= headEnd + 4 + length;
}
