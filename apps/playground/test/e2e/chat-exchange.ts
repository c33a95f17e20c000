import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChatRequest, TokenLogprob, Usage } from '../../src/wire/chat-wire.ts';

/** One chat request that reached the server, and the test's hand on what comes back. */
export class ChatExchange {
  readonly body: ChatRequest;
  readonly rawBody: string;
  readonly headers: IncomingMessage['headers'];
  /** Resolves when the client goes away or everything was sent. */
  readonly closed: Promise<void>;
  /** The event stream so far. */
  written = '';
  readonly #response: ServerResponse;

  constructor(request: IncomingMessage, rawBody: string, response: ServerResponse) {
    this.rawBody = rawBody;
    this.body = JSON.parse(rawBody);
    this.headers = request.headers;
    this.#response = response;
    this.closed = new Promise((resolve) => response.once('close', () => resolve()));
  }

  /** Sends the head and the opening chunk. */
  begin(): this {
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-request-id': 'req_e2e',
    });
    return this.#chunk({ role: 'assistant', content: '' });
  }

  text(content: string, tokens?: readonly TokenLogprob[]): this {
    return this.#chunk({ content }, null, tokens);
  }

  comment(text: string): this {
    return this.raw(`: ${text}\n\n`);
  }

  raw(text: string): this {
    this.written += text;
    this.#response.write(text);
    return this;
  }

  finish(usage?: Usage): void {
    this.#chunk({}, 'stop');
    if (usage) this.#send({ choices: [], usage });
    this.raw('data: [DONE]\n\n');
    this.#response.end();
  }

  /** Answers in one go. */
  answer(...texts: string[]): void {
    this.begin();
    for (const content of texts) this.text(content);
    this.finish({ prompt_tokens: 12, completion_tokens: texts.length });
  }

  /** Calls one tool, its arguments in two parts. */
  callTool(id: string, name: string, written: string): void {
    const half = Math.floor(written.length / 2);
    const first = { name, arguments: written.slice(0, half) };
    this.begin();
    this.#chunk(callPart({ id, type: 'function', function: first }));
    this.#chunk(callPart({ function: { arguments: written.slice(half) } }));
    this.#chunk({}, 'tool_calls');
    this.raw('data: [DONE]\n\n');
    this.#response.end();
  }

  fail(status: number, error: object, headers: Record<string, string> = {}): void {
    this.#response.writeHead(status, { 'content-type': 'application/json', ...headers });
    this.#response.end(JSON.stringify({ error }));
  }

  failMidStream(error: object): void {
    this.raw(`data: ${JSON.stringify({ error })}\n\n`);
    this.#response.end();
  }

  /** Breaks the connection. */
  drop(): void {
    this.#response.destroy();
  }

  #chunk(
    delta: object,
    finishReason: string | null = null,
    tokens?: readonly TokenLogprob[],
  ): this {
    const logprobs = tokens ? { content: tokens, refusal: null } : null;
    return this.#send({
      choices: [{ index: 0, delta, logprobs, finish_reason: finishReason }],
    });
  }

  #send(fields: object): this {
    const chunk = {
      id: 'chatcmpl-e2e',
      object: 'chat.completion.chunk',
      created: 1_795_000_000,
      model: this.body.model,
      ...fields,
    };
    return this.raw(`data: ${JSON.stringify(chunk)}\n\n`);
  }
}

function callPart(fields: object) {
  return { tool_calls: [{ index: 0, ...fields }] };
}
