import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A client that decides itself when to read and when to hang up. */
export class RawClient {
  readonly socket: Socket;
  received = '';

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  /** Connects and sends a chat request; what comes back is left unread. */
  static async ask(
    port: number,
    body: object,
    options: { readonly httpVersion?: string; readonly headers?: readonly string[] } = {},
  ): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    const payload = JSON.stringify({
      model: 'tiny',
      messages: [{ role: 'user', content: 'Hi' }],
      ...body,
    });
    const head = [
      `POST /v1/chat/completions HTTP/${options.httpVersion ?? '1.1'}`,
      'host: localhost',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(payload)}`,
      ...(options.headers ?? []),
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${payload}`);
    return new RawClient(socket);
  }

  /** Reads until the text has come, and then stops reading. */
  async readUntil(text: string): Promise<void> {
    this.socket.setEncoding('utf8');
    while (!this.received.includes(text)) {
      const chunk: string | null = this.socket.read();
      if (chunk === null) await once(this.socket, 'readable');
      else this.received += chunk;
    }
  }

  /** Reads until the server closes the connection. */
  async readToEnd(): Promise<string> {
    this.socket.setEncoding('utf8');
    for await (const chunk of this.socket) this.received += String(chunk);
    return this.received;
  }

  hangUp(): void {
    this.socket.destroy();
  }
}
