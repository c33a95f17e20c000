import { ItemList } from '@samewire/shared-types';
import { Ajv } from 'ajv';
import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { withFiles } from '../support/model-files.ts';
import {
  createResponse,
  namedEventsOf,
  responseRequest,
} from '../support/response-requests.ts';
import { createTestServer } from '../support/test-server.ts';

const { server } = await createTestServer({ engine: { reply: () => 'Hi there' } });

async function itemsOf(on: FastifyInstance, id: string, query = '') {
  const answer = await on.inject(`/v1/responses/${id}/input_items${query}`);
  return answer.json();
}

async function replay(id: string, query: string) {
  return namedEventsOf((await server.inject(`/v1/responses/${id}?${query}`)).body);
}

async function compact(payload: object) {
  const answer = await server.inject({
    method: 'POST',
    url: '/v1/responses/compact',
    payload: { model: 'tiny', ...payload },
  });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

describe('a stored response', () => {
  test('can be retrieved as it was answered', async () => {
    const response = await createResponse(server, { metadata: { a: 'b' } });
    expect((await server.inject(`/v1/responses/${response.id}`)).json()).toEqual(
      response,
    );
  });

  test('is there after a restart, and can be continued', async () => {
    await withFiles({}, async (dataDir) => {
      const { server: first } = await createTestServer({ config: { dataDir } });
      const { id } = await createResponse(first);
      await first.close();
      const { server: second, engine } = await createTestServer({ config: { dataDir } });
      await createResponse(second, { previous_response_id: id, input: 'And?' });
      expect(engine.requests[0]?.prompt).toMatchObject({
        messages: [{ content: 'Hi' }, { role: 'assistant' }, { content: 'And?' }],
      });
      await second.close();
    });
  });

  test('is nowhere after its deletion, nor are its items', async () => {
    const { id, output } = await createResponse(server);
    const deleted = await server.inject({ method: 'DELETE', url: `/v1/responses/${id}` });
    expect(deleted.json()).toEqual({ object: 'response.deleted', id, deleted: true });
    for (const path of ['', '?stream=true', '/input_items']) {
      const answer = await server.inject(`/v1/responses/${id}${path}`);
      expect(answer.statusCode).toBe(404);
      expect(answer.json().error).toMatchObject({
        message: `Response with id '${id}' not found.`,
        type: 'invalid_request_error',
        param: 'id',
        code: null,
      });
    }
    const again = await server.inject(
      responseRequest({ input: [{ id: output[0]?.id }] }),
    );
    expect(again.statusCode).toBe(404);
  });

  test('belongs to the key it was made with', async () => {
    const { server: guarded } = await createTestServer({
      config: { apiKeys: ['one', 'two'] },
    });
    const as = (key: string, request: object) =>
      guarded.inject({ ...request, headers: { authorization: `Bearer ${key}` } });
    const { id, output } = (await as('one', responseRequest())).json();
    const url = `/v1/responses/${id}`;
    expect((await as('one', { url })).statusCode).toBe(200);
    expect((await as('two', { url })).statusCode).toBe(404);
    expect((await as('two', { url: `${url}/input_items` })).statusCode).toBe(404);
    expect((await as('two', { url, method: 'DELETE' })).statusCode).toBe(404);
    expect((await as('two', { url: `${url}/cancel`, method: 'POST' })).statusCode).toBe(
      404,
    );
    const continued = await as('two', responseRequest({ previous_response_id: id }));
    expect(continued.json().error.code).toBe('previous_response_not_found');
    const named = await as('two', responseRequest({ input: [{ id: output[0].id }] }));
    expect(named.statusCode).toBe(404);
    expect((await as('one', { url })).statusCode).toBe(200);
  });

  test('cannot be cancelled unless it works in the background', async () => {
    const { id } = await createResponse(server);
    const answer = await server.inject({
      method: 'POST',
      url: `/v1/responses/${id}/cancel`,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.message).toBe('Cannot cancel a synchronous response.');
  });

  test('has nothing to do with beta=true', async () => {
    const { id } = await createResponse(server);
    expect((await server.inject(`/v1/responses/${id}?beta=true`)).statusCode).toBe(200);
    const created = await server.inject({
      ...responseRequest(),
      url: '/v1/responses?beta=true',
    });
    expect(created.statusCode).toBe(200);
  });
});

describe('a response with store: false', () => {
  test('is not kept, and neither is anything of it', async () => {
    const { id, output, store } = await createResponse(server, { store: false });
    expect(store).toBe(false);
    expect((await server.inject(`/v1/responses/${id}`)).statusCode).toBe(404);
    const continued = await server.inject(responseRequest({ previous_response_id: id }));
    expect(continued.statusCode).toBe(400);
    const named = await server.inject(
      responseRequest({ input: [{ id: output[0]?.id }] }),
    );
    expect(named.statusCode).toBe(404);
  });
});

describe('the stream of a stored response', () => {
  test.each([
    { include: ['message.output_text.logprobs'], top_logprobs: 2 },
    { max_output_tokens: 16, service_tier: 'flex' },
  ])('has the same events again: %j', async (changes) => {
    const live = await server.inject(
      responseRequest({
        ...changes,
        stream: true,
        stream_options: { include_obfuscation: false },
      }),
    );
    const events = namedEventsOf(live.body);
    const [created] = events;
    if (created?.type !== 'response.created') throw new Error('It has no beginning.');
    const { id } = created.response;
    expect(await replay(id, 'stream=true&include_obfuscation=false')).toEqual(events);
    expect(
      await replay(id, 'stream=true&starting_after=4&include_obfuscation=false'),
    ).toEqual(events.slice(5));
    expect(await replay(id, `stream=true&starting_after=${events.length}`)).toEqual([]);
  });

  test('is there for one that was not streamed as well', async () => {
    const response = await createResponse(server);
    const events = await replay(response.id, 'stream=true');
    expect(events.at(-1)).toMatchObject({ type: 'response.completed', response });
  });

  test('cannot begin behind an event unless it is asked for', async () => {
    const { id } = await createResponse(server);
    const answer = await server.inject(`/v1/responses/${id}?starting_after=1`);
    expect(answer.json().error).toMatchObject({ param: 'starting_after' });
  });
});

describe('the input items of a response', () => {
  test('are what was asked, newest first, with ids', async () => {
    const { id } = await createResponse(server, {
      input: [
        { role: 'user', content: 'One' },
        { id: 'msg_mine', role: 'assistant', content: 'Two' },
        { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
      ],
    });
    const list = await itemsOf(server, id);
    expect(new Ajv({ strict: false }).validate(ItemList, list)).toBe(true);
    expect(list).toMatchObject({
      data: [
        { type: 'function_call', id: expect.stringMatching(/^fc_/), status: 'completed' },
        { id: 'msg_mine', content: [{ type: 'output_text', text: 'Two' }] },
        { role: 'user', content: [{ type: 'input_text', text: 'One' }] },
      ],
      has_more: false,
    });
    expect(list.first_id).toBe(list.data[0].id);
  });

  test('come page by page', async () => {
    const input = ['a', 'b', 'c'].map((content) => ({ role: 'user', content }));
    const { id } = await createResponse(server, { input });
    const first = await itemsOf(server, id, '?limit=2&order=asc');
    expect(first).toMatchObject({ data: [{}, {}], has_more: true });
    const rest = await itemsOf(server, id, `?limit=2&order=asc&after=${first.last_id}`);
    expect(rest).toMatchObject({
      data: [{ content: [{ text: 'c' }] }],
      has_more: false,
    });
  });

  test('are not those of the responses before it', async () => {
    const first = await createResponse(server, { input: 'One' });
    const second = await createResponse(server, {
      input: 'Two',
      previous_response_id: first.id,
    });
    expect((await itemsOf(server, second.id)).data).toHaveLength(1);
  });
});

describe('counting input tokens', () => {
  test('gives what the response will report', async () => {
    const first = await createResponse(server);
    const question = {
      input: 'What else is there?',
      instructions: 'Be kind.',
      previous_response_id: first.id,
    };
    const count = await server.inject({
      method: 'POST',
      url: '/v1/responses/input_tokens',
      payload: { model: 'tiny', ...question },
    });
    const response = await createResponse(server, question);
    expect(count.json()).toEqual({
      object: 'response.input_tokens',
      input_tokens: response.usage?.input_tokens,
    });
  });

  test('needs something to count', async () => {
    const url = '/v1/responses/input_tokens';
    const answer = await server.inject({ method: 'POST', url, payload: {} });
    expect(answer.statusCode).toBe(400);
  });
});

describe('compacting', () => {
  test('keeps what the user said and seals a summary of the rest', async () => {
    const first = await createResponse(server, { input: 'One' });
    const compacted = await compact({ input: 'Two', previous_response_id: first.id });
    expect(compacted).toMatchObject({
      object: 'response.compaction',
      output: [
        { role: 'user', content: [{ text: 'One' }] },
        { role: 'user', content: [{ text: 'Two' }] },
        { type: 'compaction', id: expect.stringMatching(/^cmp_/) },
      ],
      usage: { output_tokens: 3 },
    });
    expect(JSON.stringify(compacted)).not.toContain('Hi there');
  });

  test('gives items that can be sent back, and opens the summary for the model', async () => {
    const { server: own, engine } = await createTestServer({
      engine: { reply: () => 'They said hello.' },
    });
    const answer = await own.inject({
      method: 'POST',
      url: '/v1/responses/compact',
      payload: { model: 'tiny', input: 'Hello' },
    });
    await createResponse(own, {
      input: [...answer.json().output, { role: 'user', content: 'And now?' }],
    });
    expect(engine.requests.at(-1)?.prompt).toMatchObject({
      messages: [
        { role: 'user', content: 'Hello' },
        { content: 'Summary of the conversation so far:\nThey said hello.' },
        { role: 'user', content: 'And now?' },
      ],
    });
  });
});
