import {
  ChatCompletionList,
  StoredChatCompletion,
  StoredChatMessageList,
} from '@samewire/shared-types';
import { Ajv } from 'ajv';
import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { withFiles } from '../support/model-files.ts';
import { chatRequest, createTestServer, eventsOf } from '../support/test-server.ts';

const ajv = new Ajv({ strict: false });

async function createStored(server: FastifyInstance, changes: object = {}) {
  const response = await server.inject(chatRequest({ store: true, ...changes }));
  expect(response.statusCode).toBe(200);
  return response.json();
}

function as(key: string) {
  return { headers: { authorization: `Bearer ${key}` } };
}

async function idsOf(server: FastifyInstance, query: string): Promise<string[]> {
  const response = await server.inject(`/v1/chat/completions${query}`);
  expect(response.statusCode).toBe(200);
  return response.json().data.map(({ id }: { id: string }) => id);
}

describe('a chat completion with store: true', () => {
  test('can be retrieved as it was answered, with what was asked for', async () => {
    const { server } = await createTestServer();
    const changes = { metadata: { topic: 'greeting' }, temperature: 0.5, seed: 7 };
    const answer = await createStored(server, changes);
    const response = await server.inject(`/v1/chat/completions/${answer.id}`);
    expect(response.json()).toMatchObject({ ...answer, ...changes, top_p: 1 });
    expect(response.json().request_id).toMatch(/^req_/);
    expect(ajv.validate(StoredChatCompletion, response.json())).toBe(true);
  });

  test('does not show its metadata in the answer itself', async () => {
    const { server } = await createTestServer();
    expect(await createStored(server, { metadata: { a: 'b' } })).not.toHaveProperty(
      'metadata',
    );
  });

  test('can be retrieved once its stream has ended', async () => {
    const { server } = await createTestServer({ engine: { reply: () => 'Hi there' } });
    const response = await server.inject(chatRequest({ store: true, stream: true }));
    const [first] = eventsOf(response.body) as { id: string }[];
    const stored = await server.inject(`/v1/chat/completions/${first?.id}`);
    expect(stored.json()).toMatchObject({
      choices: [{ message: { content: 'Hi there' }, finish_reason: 'stop' }],
      usage: { completion_tokens: 3 },
    });
  });

  test('is there after a restart, if there is a data directory', async () => {
    await withFiles({}, async (dataDir) => {
      const { server } = await createTestServer({ config: { dataDir } });
      const { id } = await createStored(server);
      await server.close();
      const { server: next } = await createTestServer({ config: { dataDir } });
      expect((await next.inject(`/v1/chat/completions/${id}`)).json()).toMatchObject({
        id,
      });
      await next.close();
    });
  });

  test('is nowhere after its deletion', async () => {
    const { server } = await createTestServer();
    const { id } = await createStored(server);
    const url = `/v1/chat/completions/${id}`;
    const deleted = await server.inject({ method: 'DELETE', url });
    expect(deleted.json()).toEqual({
      object: 'chat.completion.deleted',
      id,
      deleted: true,
    });
    for (const method of ['GET', 'DELETE'] as const) {
      const response = await server.inject({ method, url });
      expect(response.statusCode).toBe(404);
      expect(response.json().error).toEqual({
        message: `Chat completion with id '${id}' not found.`,
        type: 'invalid_request_error',
        param: null,
        code: null,
      });
    }
  });

  test('takes new metadata in place of the old', async () => {
    const { server } = await createTestServer();
    const { id } = await createStored(server, { metadata: { a: '1' } });
    const url = `/v1/chat/completions/${id}`;
    const update = (payload: object) => server.inject({ method: 'POST', url, payload });
    expect((await update({ metadata: { b: '2' } })).json()).toMatchObject({
      id,
      metadata: { b: '2' },
    });
    expect((await server.inject(url)).json().metadata).toEqual({ b: '2' });
    expect((await update({})).json().error).toMatchObject({
      code: 'missing_required_parameter',
      param: 'metadata',
    });
  });

  test('belongs to the key it was made with', async () => {
    const { server } = await createTestServer({ config: { apiKeys: ['one', 'two'] } });
    const created = await server.inject({
      ...chatRequest({ store: true }),
      ...as('one'),
    });
    const url = `/v1/chat/completions/${created.json().id}`;
    expect((await server.inject({ url, ...as('one') })).statusCode).toBe(200);
    expect((await server.inject({ url, ...as('two') })).statusCode).toBe(404);
    const list = await server.inject({ url: '/v1/chat/completions', ...as('two') });
    expect(list.json().data).toEqual([]);
  });
});

describe('a chat completion without store', () => {
  test.each([{}, { store: false }, { store: null }])(
    'is not kept: %j',
    async (changes) => {
      const { server } = await createTestServer();
      const { id } = (await server.inject(chatRequest(changes))).json();
      expect((await server.inject(`/v1/chat/completions/${id}`)).statusCode).toBe(404);
    },
  );
});

describe('the list of stored chat completions', () => {
  test('is in the order of time, page by page', async () => {
    const { server } = await createTestServer();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.push((await createStored(server)).id);
    expect(await idsOf(server, '')).toEqual(ids);
    expect(await idsOf(server, '?order=desc')).toEqual(ids.toReversed());
    const page = (await server.inject('/v1/chat/completions?limit=2')).json();
    expect(ajv.validate(ChatCompletionList, page)).toBe(true);
    expect(page).toMatchObject({ first_id: ids[0], last_id: ids[1], has_more: true });
    expect(await idsOf(server, `?limit=2&after=${ids[1]}`)).toEqual([ids[2]]);
  });

  test('can be narrowed to metadata and model', async () => {
    const { server } = await createTestServer();
    await createStored(server);
    const { id } = await createStored(server, { metadata: { 'a b': 'c&d', e: 'f' } });
    expect(await idsOf(server, '?metadata%5Ba%20b%5D=c%26d&metadata[e]=f')).toEqual([id]);
    expect(await idsOf(server, '?metadata[e]=g')).toEqual([]);
    expect(await idsOf(server, '?model=tiny')).toHaveLength(2);
    expect(await idsOf(server, '?model=other')).toEqual([]);
  });

  test('is empty without ids where nothing is stored', async () => {
    const { server } = await createTestServer();
    expect((await server.inject('/v1/chat/completions')).json()).toEqual({
      object: 'list',
      data: [],
      first_id: null,
      last_id: null,
      has_more: false,
    });
  });

  test.each([
    ['limit=0', 'limit', 'integer_below_min_value'],
    ['limit=101', 'limit', 'integer_above_max_value'],
    ['limit=many', 'limit', 'invalid_type'],
    ['order=up', 'order', 'invalid_value'],
    ['after=chatcmpl-none', 'after', 'invalid_value'],
    ['bogus=1', 'bogus', 'unknown_parameter'],
    ['metadata=1', 'metadata', 'invalid_type'],
  ])('refuses %s by name', async (query, param, code) => {
    const { server } = await createTestServer();
    const response = await server.inject(`/v1/chat/completions?${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toMatchObject({ param, code });
  });
});

describe('the messages of a stored chat completion', () => {
  test('are those of its request, page by page', async () => {
    const { server } = await createTestServer();
    const parts = [{ type: 'text', text: 'Hi' }];
    const { id } = await createStored(server, {
      messages: [
        { role: 'system', content: 'Be kind.', name: 'boss' },
        { role: 'user', content: parts },
      ],
    });
    const page = (await server.inject(`/v1/chat/completions/${id}/messages`)).json();
    expect(ajv.validate(StoredChatMessageList, page)).toBe(true);
    expect(page.data).toEqual([
      {
        id: `${id}-0`,
        role: 'system',
        content: 'Be kind.',
        name: 'boss',
        content_parts: null,
      },
      { id: `${id}-1`, role: 'user', content: null, name: null, content_parts: parts },
    ]);
    const url = `/v1/chat/completions/${id}/messages?limit=1&after=${id}-0`;
    expect((await server.inject(url)).json()).toMatchObject({
      data: [{ id: `${id}-1` }],
      has_more: false,
    });
    const lost = await server.inject(`/v1/chat/completions/${id}/messages?after=nothing`);
    expect(lost.json().error).toMatchObject({ param: 'after' });
  });
});
