import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { sendTogether } from '../../src/plugins/send-together.ts';

describe('answers that are ready in the same turn of the event loop', () => {
  test('leave once the requests of all of them were handled', async () => {
    const happened: string[] = [];
    const server = Fastify();
    await server.register(sendTogether);
    server.addHook('onSend', (request, _reply, _payload, next) => {
      happened.push(`sent ${request.url}`);
      next();
    });
    server.get('/:id', (request) => {
      happened.push(`handled ${request.url}`);
      return {};
    });
    await server.ready();
    await Promise.all(['/1', '/2', '/3'].map((url) => server.inject(url)));
    expect(happened).toEqual(
      ['handled', 'sent'].flatMap((what) =>
        ['/1', '/2', '/3'].map((id) => `${what} ${id}`),
      ),
    );
  });

  test('do not depend on each other: one that cannot be written becomes an error', async () => {
    const server = Fastify();
    await server.register(sendTogether);
    server.get('/good', () => ({}));
    server.get('/bad', (_request, reply) =>
      reply.header('x-name', 'two\nlines').send({}),
    );
    const urls = ['/good', '/bad', '/good'];
    const answers = await Promise.all(urls.map((url) => server.inject(url)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 500, 200]);
  });
});
