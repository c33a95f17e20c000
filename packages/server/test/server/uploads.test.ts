import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { form } from '../support/multipart.ts';
import { createTestServer } from '../support/test-server.ts';

async function post(server: FastifyInstance, url: string, payload?: object) {
  const response = await server.inject({
    method: 'POST',
    url,
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: response.statusCode, body: response.json() };
}

function begin(server: FastifyInstance, changes: object = {}) {
  return post(server, '/v1/uploads', {
    bytes: 10,
    filename: 'long.jsonl',
    mime_type: 'text/jsonl',
    purpose: 'batch',
    ...changes,
  });
}

async function addPart(server: FastifyInstance, id: string, content: string) {
  const request = form(`/v1/uploads/${id}/parts`, {}, ['data', 'blob', content]);
  const response = await server.inject(request);
  return { status: response.statusCode, body: response.json() };
}

describe('an upload', () => {
  test('makes a file of its parts, in the order that its end names', async () => {
    const { server } = await createTestServer();
    const { body: upload } = await begin(server);
    expect(upload).toMatchObject({
      object: 'upload',
      status: 'pending',
      expires_at: upload.created_at + 3600,
    });
    const { body: second } = await addPart(server, upload.id, 'world');
    const { body: first } = await addPart(server, upload.id, 'hello');
    expect(first).toMatchObject({ object: 'upload.part', upload_id: upload.id });
    const { body: completed } = await post(server, `/v1/uploads/${upload.id}/complete`, {
      part_ids: [first.id, second.id],
      md5: createHash('md5').update('helloworld').digest('hex'),
    });
    expect(completed).toMatchObject({
      id: upload.id,
      status: 'completed',
      file: { object: 'file', filename: 'long.jsonl', bytes: 10, purpose: 'batch' },
    });
    const content = await server.inject({
      url: `/v1/files/${completed.file.id}/content`,
    });
    expect(content.body).toBe('helloworld');
  });

  test('that is cancelled takes no more parts', async () => {
    const { server } = await createTestServer();
    const { body: upload } = await begin(server);
    const cancelled = await post(server, `/v1/uploads/${upload.id}/cancel`);
    expect(cancelled.body.status).toBe('cancelled');
    const part = await addPart(server, upload.id, 'late');
    expect(part.status).toBe(400);
    expect(part.body.error.message).toContain('is cancelled');
  });

  test.each<[string, string[], object, string]>([
    ['too few bytes', ['hello'], {}, 'The parts have 5 bytes in all'],
    ['another sum', ['hello', 'world'], { md5: 'abc' }, 'The MD5 of the parts is'],
  ])('is not completed with %s, and may still be', async (_name, parts, more, text) => {
    const { server } = await createTestServer();
    const { body: upload } = await begin(server);
    const ids: string[] = [];
    for (const part of parts) ids.push((await addPart(server, upload.id, part)).body.id);
    const url = `/v1/uploads/${upload.id}/complete`;
    const failed = await post(server, url, { part_ids: ids, ...more });
    expect(failed.status).toBe(400);
    expect(failed.body.error.message).toContain(text);
    expect((await server.inject({ url: '/v1/files' })).json().data).toEqual([]);
    if (ids.length === 1) ids.push((await addPart(server, upload.id, 'world')).body.id);
    expect((await post(server, url, { part_ids: ids })).status).toBe(200);
  });

  test.each<[string, object, string]>([
    ['a text for a size', { bytes: 'abc' }, "'abc' is not of type 'integer' - 'bytes'"],
    ['no name', { filename: undefined }, "'filename' is a required property"],
  ])('is refused with %s', async (_name, changes, message) => {
    const { server } = await createTestServer();
    const { status, body } = await begin(server, changes);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ message, param: null, code: null });
  });

  test('that nobody began is not there', async () => {
    const { server } = await createTestServer();
    expect((await addPart(server, 'upload_x', 'a')).status).toBe(404);
    expect((await post(server, '/v1/uploads/upload_x/cancel')).status).toBe(404);
  });
});
