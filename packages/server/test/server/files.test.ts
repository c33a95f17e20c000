import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { form } from '../support/multipart.ts';
import { createTestServer } from '../support/test-server.ts';

function upload(
  content: string | Buffer = 'hello',
  fields: Record<string, string> = { purpose: 'user_data' },
) {
  return form('/v1/files', fields, ['file', 'a.txt', content]);
}

async function createFile(server: FastifyInstance, content?: string | Buffer) {
  const response = await server.inject(upload(content));
  expect(response.statusCode).toBe(200);
  return response.json();
}

const as = (key: string) => ({ authorization: `Bearer ${key}` });

describe('a file', () => {
  test('is stored with what is said of it', async () => {
    const { server } = await createTestServer();
    expect(await createFile(server)).toEqual({
      object: 'file',
      id: expect.stringMatching(/^file-[A-Za-z0-9]{22}$/),
      purpose: 'user_data',
      filename: 'a.txt',
      bytes: 5,
      created_at: expect.any(Number),
      status: 'processed',
    });
  });

  test('gives back its bytes, whatever they are', async () => {
    const { server } = await createTestServer();
    const content = Buffer.from(Array.from({ length: 200_000 }, (_, at) => at % 256));
    const { id } = await createFile(server, content);
    const response = await server.inject({ url: `/v1/files/${id}/content` });
    expect(response.rawPayload.equals(content)).toBe(true);
    expect(response.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '200000',
      'x-content-type-options': 'nosniff',
    });
  });

  test('is found by its id until it is deleted', async () => {
    const { server } = await createTestServer();
    const { id } = await createFile(server);
    expect((await server.inject({ url: `/v1/files/${id}` })).json().id).toBe(id);
    const deleted = await server.inject({ method: 'DELETE', url: `/v1/files/${id}` });
    expect(deleted.json()).toEqual({ object: 'file', id, deleted: true });
    for (const path of ['', '/content']) {
      const response = await server.inject({ url: `/v1/files/${id}${path}` });
      expect(response.statusCode).toBe(404);
      expect(response.json().error).toEqual({
        message: `No such File object: ${id}`,
        type: 'invalid_request_error',
        param: 'id',
        code: null,
      });
    }
  });

  test('may come before the fields that describe it', async () => {
    const { server } = await createTestServer();
    const response = await server.inject(
      form('/v1/files', { purpose: 'user_data' }, ['file', 'a.txt', 'hello'], {
        fileFirst: true,
      }),
    );
    expect(response.json()).toMatchObject({ purpose: 'user_data', bytes: 5 });
  });

  test('may be told when to be deleted', async () => {
    const { server } = await createTestServer();
    const response = await server.inject(
      upload('x', {
        purpose: 'user_data',
        'expires_after[anchor]': 'created_at',
        'expires_after[seconds]': '3600',
      }),
    );
    const { created_at: createdAt, expires_at: expiresAt } = response.json();
    expect(expiresAt).toBe(createdAt + 3600);
  });

  test('of another owner is not there', async () => {
    const { server } = await createTestServer({ config: { apiKeys: ['one', 'two'] } });
    const request = upload();
    const created = await server.inject({
      ...request,
      headers: { ...request.headers, ...as('one') },
    });
    const url = `/v1/files/${created.json().id}`;
    expect((await server.inject({ url, headers: as('one') })).statusCode).toBe(200);
    expect((await server.inject({ url, headers: as('two') })).statusCode).toBe(404);
    const list = await server.inject({ url: '/v1/files', headers: as('two') });
    expect(list.json().data).toEqual([]);
  });
});

describe('the list of files', () => {
  test('has the newest first, in pages, and by purpose', async () => {
    const { server } = await createTestServer();
    const first = await createFile(server, '1');
    const second = await createFile(server, '2');
    const list = async (query: string) =>
      (await server.inject({ url: `/v1/files${query}` })).json();
    const all = await list('');
    expect(all.data.map(({ id }: { id: string }) => id)).toEqual([second.id, first.id]);
    expect(all).toMatchObject({ object: 'list', has_more: false, first_id: second.id });
    expect(await list('?limit=1')).toMatchObject({ has_more: true });
    expect((await list(`?after=${second.id}`)).data).toEqual([first]);
    expect((await list('?purpose=batch')).data).toEqual([]);
  });
});

describe('a form that is no file', () => {
  test.each<[string, ReturnType<typeof form>, string]>([
    ['no file', form('/v1/files', { purpose: 'batch' }), "'file' is a required property"],
    ['no purpose', upload('x', {}), "'purpose' is a required property"],
    [
      'an unknown purpose',
      upload('x', { purpose: 'fun' }),
      "'fun' is not one of ['assistants', 'batch', 'fine-tune', 'vision', 'user_data', " +
        "'evals'] - 'purpose'",
    ],
    [
      'an unknown field',
      upload('x', { purpose: 'batch', zzz: '1' }),
      "Additional properties are not allowed ('zzz' was unexpected)",
    ],
    [
      'too short a life',
      upload('x', {
        purpose: 'batch',
        'expires_after[anchor]': 'created_at',
        'expires_after[seconds]': '1',
      }),
      "1 is less than the minimum of 3600 - 'expires_after.seconds'",
    ],
  ])('is refused: %s', async (_name, request, message) => {
    const { server } = await createTestServer();
    const response = await server.inject(request);
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toEqual({
      message,
      type: 'invalid_request_error',
      param: null,
      code: null,
    });
    expect((await server.inject({ url: '/v1/files' })).json().data).toEqual([]);
  });

  test('is refused: JSON', async () => {
    const { server } = await createTestServer();
    const response = await server.inject({
      method: 'POST',
      url: '/v1/files',
      payload: { purpose: 'batch' },
    });
    expect(response.statusCode).toBe(415);
  });

  test('is refused: a file over the size limit', async () => {
    const { server } = await createTestServer({ config: { maxFileBytes: 1000 } });
    const response = await server.inject(upload('x'.repeat(1001)));
    expect(response.statusCode).toBe(413);
    expect(response.json().error.message).toBe(
      'The file is too large. Expected at most 1000 bytes.',
    );
  });

  test('is refused: from a page of another origin, which needs no leave to send it', async () => {
    const { server } = await createTestServer();
    const request = upload();
    const from = (origin: string) =>
      server.inject({ ...request, headers: { ...request.headers, origin } });
    expect((await from('https://evil.example')).statusCode).toBe(403);
    expect((await from('http://localhost:5173')).statusCode).toBe(200);
  });
});

test('a limit out of bounds is told in the words of these routes', async () => {
  const { server } = await createTestServer();
  const response = await server.inject({ url: '/v1/files?limit=0' });
  expect(response.statusCode).toBe(400);
  expect(response.json().error.message).toBe("0 is less than the minimum of 1 - 'limit'");
});
