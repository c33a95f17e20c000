import type { SeedObject, ServerConfig } from '@samewire/server';
import { describe, expect, test } from 'vitest';
import { withFiles } from '../support/model-files.ts';
import { files, run } from '../support/serving.ts';
import { createTestServer } from '../support/test-server.ts';

const line = {
  custom_id: 'one',
  method: 'POST',
  url: '/v1/responses',
  body: { model: 'tiny', input: 'Hi' },
};

const seeds: readonly SeedObject[] = [
  { object: 'model', id: 'ft:tiny' },
  {
    object: 'chat.completion',
    id: 'completion',
    messages: [{ role: 'user', content: 'Hi' }],
    answer: 'Hello!',
    metadata: { topic: 'seeds' },
  },
  { object: 'response', id: 'response', input: 'Hi', answer: 'Hello!', background: true },
  {
    object: 'conversation',
    id: 'conversation',
    items: [{ type: 'message', id: 'msg_1', role: 'user', content: 'Hi' }],
  },
  {
    object: 'file',
    id: 'file',
    filename: 'in.jsonl',
    purpose: 'batch',
    content: `${JSON.stringify(line)}\n`,
  },
  {
    object: 'upload',
    id: 'upload',
    filename: 'a.txt',
    purpose: 'user_data',
    parts: [
      { id: 'part_1', content: 'one ' },
      { id: 'part_2', content: 'two' },
    ],
  },
  {
    object: 'batch',
    id: 'batch',
    endpoint: '/v1/responses',
    input_file_id: 'file',
  },
];

async function seeded(config: Partial<ServerConfig> = {}) {
  const { server } = await createTestServer({ config: { seeds, ...config } });
  const ask = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    server.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
  return { server, ask };
}

describe('a seeded object', () => {
  test.each([
    ['/v1/models/ft:tiny', { id: 'ft:tiny', object: 'model' }],
    [
      '/v1/chat/completions/completion',
      { choices: [{ message: { content: 'Hello!' } }], metadata: { topic: 'seeds' } },
    ],
    ['/v1/chat/completions/completion/messages', { data: [{ content: 'Hi' }] }],
    [
      '/v1/responses/response',
      { status: 'completed', output: [{ content: [{ text: 'Hello!' }] }] },
    ],
    [
      '/v1/responses/response/input_items',
      { data: [{ content: [{ type: 'input_text', text: 'Hi' }] }] },
    ],
    ['/v1/conversations/conversation/items/msg_1', { role: 'user' }],
    ['/v1/files/file', { filename: 'in.jsonl', bytes: JSON.stringify(line).length + 1 }],
    ['/v1/batches/batch', { status: 'completed', input_file_id: 'file' }],
  ])('is there at %s', async (url, expected) => {
    const { ask } = await seeded();
    const answer = await ask('GET', url);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject(expected);
  });

  test('can be continued as if the model had said it', async () => {
    const { server, engine } = await createTestServer({ config: { seeds } });
    const payload = { model: 'tiny', input: 'More', previous_response_id: 'response' };
    await server.inject({ method: 'POST', url: '/v1/responses', payload });
    expect(engine.requests[0]?.prompt).toMatchObject({
      messages: [{ content: 'Hi' }, { content: 'Hello!' }, { content: 'More' }],
    });
  });

  test('can be streamed again', async () => {
    const { ask } = await seeded();
    const { body } = await ask('GET', '/v1/responses/response?stream=true');
    expect(body).toContain('"delta":"Hello!"');
  });

  test('can be completed, if it is an upload', async () => {
    const { ask } = await seeded();
    const part_ids = ['part_1', 'part_2'];
    const completed = await ask('POST', '/v1/uploads/upload/complete', { part_ids });
    const { file } = completed.json();
    expect((await ask('GET', `/v1/files/${file.id}/content`)).body).toBe('one two');
  });

  test.each([
    '/v1/models/ft:tiny',
    '/v1/chat/completions/completion',
    '/v1/responses/response',
    '/v1/conversations/conversation',
    '/v1/files/file',
  ])('can be deleted and put back: %s', async (url) => {
    const { ask } = await seeded();
    expect((await ask('DELETE', url)).json()).toMatchObject({ deleted: true });
    expect((await ask('GET', url)).statusCode).toBe(404);
    expect((await ask('POST', '/seeds/restore')).json()).toEqual({
      restored: seeds.length,
    });
    expect((await ask('GET', url)).statusCode).toBe(200);
  });

  test('is put back as it was, if it was changed', async () => {
    const { ask } = await seeded();
    await ask('POST', '/v1/conversations/conversation', { metadata: { a: 'b' } });
    const items = [{ type: 'message', role: 'user', content: 'More' }];
    await ask('POST', '/v1/conversations/conversation/items', { items });
    await ask('POST', '/seeds/restore');
    const conversation = await ask('GET', '/v1/conversations/conversation');
    expect(conversation.json().metadata).toEqual({});
    const listed = await ask('GET', '/v1/conversations/conversation/items');
    expect(listed.json().data).toHaveLength(1);
  });

  test('belongs to the first API key', async () => {
    const { server } = await seeded({ apiKeys: ['one', 'two'] });
    const ask = (key: string) =>
      server.inject({
        url: '/v1/responses/response',
        headers: { authorization: `Bearer ${key}` },
      });
    expect((await ask('one')).statusCode).toBe(200);
    expect((await ask('two')).statusCode).toBe(404);
  });
});

test('a server without seeds has nothing to put back', async () => {
  const { server } = await createTestServer();
  const answer = await server.inject({ method: 'POST', url: '/seeds/restore' });
  expect(answer.statusCode).toBe(404);
});

test.each([
  ['is no list', 'object: file', 'seeds'],
  ['has an unknown kind', '- { object: thread, id: a }', 'thread'],
  ['lacks something', '- { object: conversation }', 'id'],
])('a file that %s is refused with what is wrong', async (_name, content, word) => {
  await withFiles({ ...files, 'seeds.yaml': content }, async (cwd) => {
    const argv = ['serve', 'tiny.gguf', '--seeds', 'seeds.yaml', '--port', '0'];
    const { exitCode, errors } = await run({ cwd, argv });
    expect(exitCode).toBe(2);
    expect(errors).toContain(word);
    expect(errors).toContain('seeds.yaml');
  });
});
