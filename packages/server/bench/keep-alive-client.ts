import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface ClientTask {
  readonly port: number;
  readonly numConnections: number;
  readonly numRequests: number;
  /** JSON text. */
  readonly body: string;
}

/** Asks over kept-alive connections, each its next question as soon as it has an answer. */
export async function askAll(task: ClientTask): Promise<void> {
  const { port, numConnections, body } = task;
  const request =
    'POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n' +
    'content-type: application/json\r\n' +
    `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  let numLeft = task.numRequests;
  const connections = Array.from({ length: numConnections }, async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    while (numLeft > 0) {
      numLeft -= 1;
      socket.write(request);
      await readAnswer(socket);
    }
    socket.destroy();
  });
  await Promise.all(connections);
}

async function readAnswer(socket: Socket): Promise<void> {
  let received = '';
  for (;;) {
    const [bytes] = await once(socket, 'data');
    received += String(bytes);
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd === -1) continue;
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1]);
    if (!received.startsWith('HTTP/1.1 200')) throw new Error(received);
    if (received.length >= headEnd + 4 + length) return;
  }
}
