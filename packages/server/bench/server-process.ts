import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** One of the servers in chat-servers.ts. */
export class ServerProcess implements AsyncDisposable {
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#process = child;
    this.port = port;
  }

  /** @param words the arguments of chat-servers.ts */
  static async start(...words: readonly string[]): Promise<ServerProcess> {
    const child = fork(new URL('chat-servers.ts', import.meta.url), words);
    return new ServerProcess(child, await nextNumber(child));
  }

  /** What all its threads have worked since it was started. */
  async workedMicroseconds(): Promise<number> {
    this.#process.send('work');
    return nextNumber(this.#process);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.disconnect();
    await ended;
  }
}

async function nextNumber(child: ChildProcess): Promise<number> {
  const [message] = await once(child, 'message');
  return Number(message);
}
