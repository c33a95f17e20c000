import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import {
  createResponse,
  namedEventsOf,
  responseRequest,
} from '../support/response-requests.ts';
import { withFiles } from '../support/model-files.ts';
import { createTestServer } from '../support/test-server.ts';

const { server, engine } = await createTestServer({
  engine: { reply: () => 'Hi there' },
});

async function post(url: string, payload: object, on: FastifyInstance = server) {
  const answer = await on.inject({
    method: 'POST',
    url: `/v1/conversations${url}`,
    payload,
  });
  return { status: answer.statusCode, body: answer.json() };
}

async function get(url: string, on: FastifyInstance = server) {
  const answer = await on.inject(`/v1/conversations${url}`);
  return { status: answer.statusCode, body: answer.json() };
}

function userSays(text: string) {
  return { type: 'message', role: 'user', content: text };
}

/** The texts in a conversation, oldest first. */
async function textsOf(id: string, on: FastifyInstance = server): Promise<string[]> {
  const { body } = await get(`/${id}/items?order=asc&limit=100`, on);
  return body.data.map((item: any) => item.content[0].text);
}

describe('a conversation', () => {
  test('is made, retrieved, changed and deleted', async () => {
    const { status, body } = await post('', { metadata: { a: '1' } });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^conv_[0-9a-f]{50}$/),
      object: 'conversation',
      created_at: expect.any(Number),
      metadata: { a: '1' },
    });
    const { id } = body;
    expect((await get(`/${id}`)).body).toEqual(body);
    const changed = await post(`/${id}`, { metadata: { b: '2' } });
    expect(changed.body).toEqual({ ...body, metadata: { b: '2' } });
    const url = `/v1/conversations/${id}`;
    const deleted = await server.inject({ method: 'DELETE', url });
    expect(deleted.json()).toEqual({ object: 'conversation.deleted', id, deleted: true });
    for (const path of ['', '/items']) {
      const gone = await get(`/${id}${path}`);
      expect(gone).toMatchObject({
        status: 404,
        body: {
          error: { message: `Conversation with id '${id}' not found.`, code: null },
        },
      });
    }
  });

  test('may begin with items, and have more added, each with an id', async () => {
    const { body } = await post('', { items: [userSays('One')] });
    const added = await post(`/${body.id}/items`, {
      items: [userSays('Two'), { role: 'assistant', content: 'Three' }],
    });
    expect(added.body).toMatchObject({
      object: 'list',
      data: [
        { id: expect.stringMatching(/^msg_/), status: 'completed', role: 'user' },
        { content: [{ type: 'output_text', text: 'Three' }] },
      ],
      has_more: false,
    });
    expect(await textsOf(body.id)).toEqual(['One', 'Two', 'Three']);
  });

  test('lists its items newest first, page by page', async () => {
    const { body } = await post('', { items: ['1', '2', '3'].map(userSays) });
    const first = await get(`/${body.id}/items?limit=2`);
    expect(first.body).toMatchObject({
      data: [{ content: [{ text: '3' }] }, { content: [{ text: '2' }] }],
      has_more: true,
    });
    const rest = await get(`/${body.id}/items?limit=2&after=${first.body.last_id}`);
    expect(rest.body).toMatchObject({
      data: [{ content: [{ text: '1' }] }],
      has_more: false,
    });
  });

  test('shows and gives up single items', async () => {
    const { body: conversation } = await post('', { items: ['1', '2'].map(userSays) });
    const { data } = (await get(`/${conversation.id}/items`)).body;
    const url = `/${conversation.id}/items/${data[0].id}`;
    expect((await get(url)).body).toEqual(data[0]);
    const deleted = await server.inject({
      method: 'DELETE',
      url: `/v1/conversations${url}`,
    });
    expect(deleted.json()).toEqual(conversation);
    expect((await get(url)).status).toBe(404);
    expect(await textsOf(conversation.id)).toEqual(['1']);
  });

  test('is there after a restart', async () => {
    await withFiles({}, async (dataDir) => {
      const { server: first } = await createTestServer({ config: { dataDir } });
      const { body } = await post('', { items: [userSays('One')] }, first);
      await first.close();
      const { server: second } = await createTestServer({ config: { dataDir } });
      expect(await textsOf(body.id, second)).toEqual(['One']);
      await second.close();
    });
  });

  test('belongs to the key it was made with', async () => {
    const { server: guarded } = await createTestServer({
      config: { apiKeys: ['one', 'two'] },
    });
    const as = (key: string, request: object) =>
      guarded.inject({ ...request, headers: { authorization: `Bearer ${key}` } });
    const created = await as('one', {
      method: 'POST',
      url: '/v1/conversations',
      payload: {},
    });
    const { id } = created.json();
    for (const path of ['', '/items'])
      expect(
        (await as('two', { url: `/v1/conversations/${id}${path}` })).statusCode,
      ).toBe(404);
    const answered = await as('two', responseRequest({ conversation: id }));
    expect(answered.statusCode).toBe(404);
  });

  test.each([
    ['', { items: 5 }, { code: 'invalid_type', param: 'items' }],
    ['', { bogus: 1 }, { code: 'unknown_parameter', param: 'bogus' }],
    ['', { items: [{ role: 'user' }] }, { param: 'items[0].content' }],
    [
      '',
      { items: Array.from({ length: 21 }, () => userSays('')) },
      { code: 'array_above_max_length', param: 'items' },
    ],
    ['', { metadata: { a: 1 } }, { code: 'invalid_type', param: 'metadata.a' }],
  ])('is refused with what is wrong: %s %j', async (url, payload, error) => {
    expect(await post(url, payload)).toMatchObject({ status: 400, body: { error } });
  });

  test('takes no item twice', async () => {
    const item = { ...userSays('One'), id: 'msg_mine' };
    const { body } = await post('', { items: [item] });
    expect(await post(`/${body.id}/items`, { items: [item] })).toMatchObject({
      status: 400,
      body: {
        error: { message: expect.stringContaining('Duplicate item found with id') },
      },
    });
  });
});

describe('a response in a conversation', () => {
  test('continues it, and is put behind it with its input', async () => {
    const { body } = await post('', { items: [userSays('One')] });
    const response = await createResponse(server, {
      conversation: body.id,
      input: 'Two',
    });
    expect(response.conversation).toEqual({ id: body.id });
    expect(engine.requests.at(-1)?.prompt).toMatchObject({
      messages: [{ content: 'One' }, { content: 'Two' }],
    });
    expect(await textsOf(body.id)).toEqual(['One', 'Two', 'Hi there']);
    const { data } = (await get(`/${body.id}/items?limit=1`)).body;
    expect(data).toEqual(response.output);
  });

  test('may name it as an object, and add nothing', async () => {
    const { body } = await post('', { items: [userSays('One')] });
    await createResponse(server, { conversation: { id: body.id }, input: [] });
    expect(await textsOf(body.id)).toEqual(['One', 'Hi there']);
  });

  test('is in it as soon as its stream has ended', async () => {
    const { body } = await post('', {});
    const answer = await server.inject(
      responseRequest({ conversation: body.id, stream: true }),
    );
    expect(namedEventsOf(answer.body).at(-1)?.type).toBe('response.completed');
    expect(await textsOf(body.id)).toEqual(['Hi', 'Hi there']);
  });

  test('is in it also if the response itself is not stored', async () => {
    const { body } = await post('', {});
    const { id } = await createResponse(server, { conversation: body.id, store: false });
    expect((await server.inject(`/v1/responses/${id}`)).statusCode).toBe(404);
    expect(await textsOf(body.id)).toEqual(['Hi', 'Hi there']);
  });

  test('can be continued by its own id, from where it stood', async () => {
    const { body } = await post('', { items: [userSays('One')] });
    const first = await createResponse(server, { conversation: body.id, input: 'Two' });
    await createResponse(server, { conversation: body.id, input: 'Three' });
    await createResponse(server, { previous_response_id: first.id, input: 'Instead' });
    const prompt = engine.requests.at(-1)?.prompt;
    expect(
      prompt?.kind === 'chat' && prompt.messages.map(({ content }) => content),
    ).toEqual(['One', 'Two', 'Hi there', 'Instead']);
  });
});
