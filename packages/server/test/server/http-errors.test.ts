import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { EngineError } from '@samewire/engine';
import { describe, expect, test, vi } from 'vitest';
import {
  chatRequest,
  createTestServer,
  withListeningServer,
} from '../support/test-server.ts';

const { server } = await createTestServer();

const notJson = {
  message: expect.stringContaining('We could not parse the JSON body of your request.'),
  type: 'invalid_request_error',
  param: null,
  code: null,
};

function post(payload: string | Buffer, headers: Record<string, string> = {}) {
  return server.inject({
    method: 'POST',
    url: '/v1/chat/completions',
    headers: { 'content-type': 'application/json', ...headers },
    payload,
  });
}

function refusing(error: EngineError) {
  return createTestServer({ engine: { refuse: () => error } });
}

async function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  return text(socket);
}

describe('a body', () => {
  test.each(['', '   ', 'hello', '{"model":"tiny"', "{'model':1}", '[]', 'null', 'true'])(
    'that is no JSON object is refused: %j',
    async (payload) => {
      const response = await post(payload);
      expect(response.statusCode).toBe(400);
      expect(response.json()).toEqual({ error: notJson });
    },
  );

  test('that is no UTF-8 is refused', async () => {
    const response = await post(Buffer.from([0x22, 0xff, 0xfe, 0x22]));
    expect(response.json()).toEqual({ error: notJson });
  });

  test('with a number for a model is answered like one that is no JSON', async () => {
    const response = await post('{"model":5,"messages":[{"role":"user"}]}');
    expect(response.json()).toEqual({ error: notJson });
  });

  test('nested without end is refused before it is parsed', async () => {
    const response = await post('['.repeat(100_000));
    expect(response.statusCode).toBe(400);
    expect(response.json().error.message).toContain('256 levels');
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'constructor'])(
    'of type %s is refused, because any web page may send it',
    async (contentType) => {
      const response = await post('{}', { 'content-type': contentType });
      expect(response.statusCode).toBe(415);
      expect(response.json().error.message).toBe(
        `Invalid content type: expected 'application/json', but got '${contentType}' instead.`,
      );
    },
  );

  test('in a compressed encoding is refused', async () => {
    const response = await post('{}', { 'content-encoding': 'gzip' });
    expect(response.statusCode).toBe(415);
  });

  test('larger than the limit is refused with 413', async () => {
    const small = await createTestServer({ config: { maxBodyBytes: 2000 } });
    const response = await small.server.inject(
      chatRequest({ messages: [{ role: 'user', content: 'x'.repeat(3000) }] }),
    );
    expect(response.statusCode).toBe(413);
    expect(response.json().error).toMatchObject({
      message: 'The request body is too large. Expected at most 2000 bytes.',
      type: 'invalid_request_error',
    });
  });
});

describe('a path', () => {
  test('that is unknown is answered with 404', async () => {
    const response = await server.inject({ method: 'GET', url: '/v1/nope?x=1' });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toEqual({
      error: {
        message: 'Invalid URL (GET /v1/nope)',
        type: 'invalid_request_error',
        param: null,
        code: 'unknown_url',
      },
    });
  });

  test('with an id in it is answered so as well', async () => {
    const url = '/v1/chat/completions/chatcmpl-1';
    const response = await server.inject({ method: 'PATCH', url });
    expect(response.statusCode).toBe(405);
    expect(response.headers['allow']?.toString().split(', ')).toEqual(
      expect.arrayContaining(['GET', 'POST', 'DELETE']),
    );
  });

  test.each([
    ['/v1/moderations', "'moderations-url'"],
    ['/v1/audio/transcriptions', "'audio-url'"],
    ['/v1/images/generations', ''],
  ])(
    'that no model here can serve is unknown like any other: %s',
    async (url, setting) => {
      const response = await server.inject({ method: 'POST', url, payload: {} });
      expect(response.statusCode).toBe(404);
      const { message, ...error } = response.json().error;
      expect(message).toMatch(`Invalid URL (POST ${url})`);
      expect(message).toContain(setting);
      expect(error).toEqual({
        type: 'invalid_request_error',
        param: null,
        code: 'unknown_url',
      });
    },
  );

  test('asked with the wrong method is answered with 405 and the right ones', async () => {
    const response = await server.inject({ method: 'GET', url: '/v1/completions' });
    expect(response.statusCode).toBe(405);
    expect(response.headers['allow']).toBe('POST');
    expect(response.json().error.message).toBe('Invalid URL (GET /v1/completions)');
  });

  test('that cannot be decoded is answered with 400', async () => {
    const response = await server.inject({ method: 'GET', url: '/v1/models/%ff' });
    expect(response.statusCode).toBe(400);
    expect(response.json().error.type).toBe('invalid_request_error');
  });

  test('may end with a slash or begin with two', async () => {
    for (const url of ['/v1/models/', '//v1//models'])
      expect((await server.inject({ method: 'GET', url })).statusCode).toBe(200);
  });
});

describe('a failure of the engine', () => {
  test('before the stream begins has a status of its own', async () => {
    const full = new EngineError('queue-full', 'full', { retryAfterMs: 2500 });
    const { server: busy } = await refusing(full);
    const response = await busy.inject(chatRequest({ stream: true }));
    expect(response.statusCode).toBe(429);
    expect(response.headers).toMatchObject({
      'retry-after': '3',
      'retry-after-ms': '2500',
    });
    expect(response.json().error).toMatchObject({ type: 'requests', code: 'queue_full' });
  });

  test('says how far a request is over the context length', async () => {
    const response = await server.inject(chatRequest({ max_tokens: 5000 }));
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toEqual({
      message:
        "This model's maximum context length is 4096 tokens. However, you requested 5003 " +
        'tokens (3 in the messages, 5000 in the completion). Please reduce the length of ' +
        'the messages or completion.',
      type: 'invalid_request_error',
      param: 'messages',
      code: 'context_length_exceeded',
    });
  });

  test('is never told in the words of an exception', async () => {
    const broken = await createTestServer({
      engine: {
        beforePiece: () => {
          throw new Error('secret at /home/me');
        },
      },
    });
    const response = await broken.server.inject(chatRequest());
    expect(response.statusCode).toBe(500);
    expect(response.headers['x-should-retry']).toBe('false');
    expect(response.body).not.toContain('secret');
    expect(response.json().error).toMatchObject({
      message: 'The server had an error while processing your request. Sorry about that!',
      type: 'server_error',
    });
  });

  test('is blamed on the field the client knows', async () => {
    const { server: strict } = await refusing(
      new EngineError('invalid-params', 'No such token.', { field: 'logitBias' }),
    );
    const response = await strict.inject(chatRequest());
    expect(response.json().error).toMatchObject({
      message: 'No such token.',
      param: 'logit_bias',
    });
  });
});

describe('text that cannot fit however it is cut', () => {
  test('never reaches the engine', async () => {
    const { server: short, engine } = await createTestServer({
      engine: { model: { contextLength: 16 } },
    });
    const response = await short.inject(
      chatRequest({ messages: [{ role: 'user', content: 'a'.repeat(5000) }] }),
    );
    expect(response.json().error).toMatchObject({
      param: 'messages',
      code: 'context_length_exceeded',
    });
    expect(engine.requests).toHaveLength(0);
  });
});

describe('bytes that are no request', () => {
  test.each([
    ['nonsense', 'hello\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nx: ${'a'.repeat(20_000)}`, 431],
  ])('are answered in the form of the wire: %s', async (_name, bytes, status) => {
    await withListeningServer({}, async ({ port }) => {
      const answer = await exchange(port, bytes);
      expect(answer).toContain(`HTTP/1.1 ${status} `);
      const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
      expect(JSON.parse(body).error).toMatchObject({ type: 'invalid_request_error' });
    });
  });

  test('that ask for another protocol are answered and the connection is closed', async () => {
    await withListeningServer({}, async ({ port }) => {
      const answer = await exchange(
        port,
        'GET /livez HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n',
      );
      expect(answer).toContain('HTTP/1.1 200 OK');
    });
  });

  test('and an unknown expectation are refused with 417', async () => {
    await withListeningServer({}, async ({ port }) => {
      const answer = await exchange(
        port,
        'GET /livez HTTP/1.1\r\nhost: localhost\r\nexpect: 200-ok\r\nconnection: close\r\n\r\n',
      );
      expect(answer).toContain('HTTP/1.1 417 ');
      expect(answer).toContain('"error"');
    });
  });
});

test('an internal error is logged, and nothing else is', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const loud = await createTestServer({
      config: { logLevel: 'error' },
      engine: {
        beforePiece: () => {
          throw new Error('disk on fire');
        },
      },
    });
    await loud.server.inject(chatRequest());
    await loud.server.inject(chatRequest({ temperature: 'hot' }));
    const logged = write.mock.calls.map(([line]) => String(line)).join('');
    expect(logged).toContain('disk on fire');
    expect(logged.trim().split('\n')).toHaveLength(1);
  } finally {
    write.mockRestore();
  }
});
