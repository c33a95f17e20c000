import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { ChatExchange } from './chat-exchange.ts';
import { sendPageFile } from './page-files.ts';

/** A server that speaks the wire word by word as a test tells it to. */
export class WireServer {
  readonly #server = createServer(
    (request, response) => void this.#handle(request, response),
  );
  readonly #arrived: ChatExchange[] = [];
  readonly #awaited: ((exchange: ChatExchange) => void)[] = [];
  /** Answers every chat by itself, in place of `nextChat`. */
  autoAnswer: ((exchange: ChatExchange) => void) | undefined;
  models = ['tiny-stories', 'other-model'];
  /** Wanted as bearer token, if set. */
  apiKey: string | undefined;
  /** The body of a 503 from the probe routes, or undefined when ready. */
  loading: object | undefined;

  /** Listens on a free port, or on the one it had before. */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('No port.');
    return `http://127.0.0.1:${address.port}/`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The next chat request that nobody took yet. */
  nextChat(): Promise<ChatExchange> {
    const arrived = this.#arrived.shift();
    if (arrived) return Promise.resolve(arrived);
    return new Promise((resolve) => this.#awaited.push(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/readyz' || pathname === '/startupz') {
      const body = this.loading ?? { status: 'ok' };
      sendJson(response, this.loading ? 503 : 200, body);
    } else if (pathname.startsWith('/v1/') && !this.#isAllowed(request)) {
      const error = { message: 'Incorrect API key provided.', code: 'invalid_api_key' };
      sendJson(response, 401, { error });
    } else if (pathname === '/v1/models') {
      const data = this.models.map((id) => ({ id, object: 'model' }));
      sendJson(response, 200, { object: 'list', data });
    } else if (pathname === '/v1/chat/completions') {
      this.#take(new ChatExchange(request, await text(request), response));
    } else await sendPageFile(pathname, response);
  }

  #isAllowed({ headers }: IncomingMessage): boolean {
    return this.apiKey === undefined || headers.authorization === `Bearer ${this.apiKey}`;
  }

  #take(exchange: ChatExchange): void {
    if (this.autoAnswer) return this.autoAnswer(exchange);
    const waiting = this.#awaited.shift();
    if (waiting) waiting(exchange);
    else this.#arrived.push(exchange);
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
