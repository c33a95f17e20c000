import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '@samewire/engine';
import type { FakeEngineOptions } from '@samewire/engine/testing';
import { describe, expect, test, vi } from 'vitest';
import {
  chatLine,
  createBatch,
  echo,
  ended,
  linesOf,
  post,
  questionOf,
  uploadInput,
  type Line,
} from '../support/batch-client.ts';
import { Gate } from '../support/gate.ts';
import { form } from '../support/multipart.ts';
import { eventually } from '../support/patience.ts';
import { createTestServer, type TestServerOptions } from '../support/test-server.ts';

const as = (key: string) => ({ authorization: `Bearer ${key}` });

describe('a batch', () => {
  test('answers every request of its file, as the endpoint would', async () => {
    const { server } = await createTestServer({ engine: echo });
    const created = await createBatch(server, [chatLine('a'), chatLine('b')], {
      metadata: { k: 'v' },
    });
    expect(created.body).toMatchObject({
      id: expect.stringMatching(/^batch_/),
      object: 'batch',
      status: 'validating',
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
      expires_at: created.body.created_at + 86_400,
      metadata: { k: 'v' },
    });
    const batch = await ended(server, created.body.id);
    expect(batch).toMatchObject({
      status: 'completed',
      model: 'tiny',
      request_counts: { total: 2, completed: 2, failed: 0 },
      error_file_id: null,
    });
    const output = await linesOf(server, batch.output_file_id);
    expect(output).toHaveLength(2);
    const ofA = output.find((line) => line.custom_id === 'a');
    expect(ofA).toEqual({
      id: expect.stringMatching(/^batch_req_/),
      custom_id: 'a',
      response: {
        status_code: 200,
        request_id: expect.stringMatching(/^req_/),
        body: expect.objectContaining({ object: 'chat.completion' }),
      },
      error: null,
    });
    expect(ofA.response.body.choices[0].message.content).toBe('Re: a');
    const file = await server.inject({ url: `/v1/files/${batch.output_file_id}` });
    expect(file.json()).toMatchObject({ purpose: 'batch_output' });
  });

  test('may be of embeddings', async () => {
    const { server } = await createTestServer();
    const line = {
      custom_id: 'e',
      method: 'POST',
      url: '/v1/embeddings',
      body: { model: 'tiny', input: ['Hi', 'there'] },
    };
    const { body } = await createBatch(server, [line], { endpoint: '/v1/embeddings' });
    const batch = await ended(server, body.id);
    const [answer] = await linesOf(server, batch.output_file_id);
    expect(answer.response.body).toMatchObject({ object: 'list', data: [{}, {}] });
  });

  test('may be of responses', async () => {
    const { server } = await createTestServer({ engine: echo });
    const line = {
      custom_id: 'r',
      method: 'POST',
      url: '/v1/responses',
      body: { model: 'tiny', input: 'Hi' },
    };
    const { body } = await createBatch(server, [line], { endpoint: '/v1/responses' });
    const batch = await ended(server, body.id);
    const [output] = await linesOf(server, batch.output_file_id);
    expect(output.response.body).toMatchObject({
      object: 'response',
      status: 'completed',
    });
  });

  test('tells in a file of its own which requests were refused', async () => {
    const { server } = await createTestServer({ engine: echo });
    const lines = [chatLine('good'), chatLine('bad', { temperature: 9 })];
    const { body } = await createBatch(server, lines);
    const batch = await ended(server, body.id);
    expect(batch.request_counts).toEqual({ total: 2, completed: 1, failed: 1 });
    const [fault] = await linesOf(server, batch.error_file_id);
    expect(fault).toMatchObject({
      custom_id: 'bad',
      response: {
        status_code: 400,
        body: { error: { code: 'decimal_above_max_value', param: 'temperature' } },
      },
    });
  });

  test.each<[string, (Line | string)[], string, number | null]>([
    ['is no JSON', [chatLine('a'), 'nonsense'], 'invalid_json_line', 2],
    ['has no id', [{ ...chatLine(''), custom_id: '' }], 'missing_required_parameter', 1],
    ['has the id of another', [chatLine('a'), chatLine('a')], 'duplicate_custom_id', 2],
    ['is a GET', [{ ...chatLine('a'), method: 'GET' }], 'invalid_method', 1],
    ['goes elsewhere', [{ ...chatLine('a'), url: '/v1/completions' }], 'invalid_url', 1],
    ['is a stream', [chatLine('a', { stream: true })], 'invalid_request', 1],
    [
      'names another model',
      [chatLine('a'), chatLine('b', { model: 'other' })],
      'mismatched_model',
      2,
    ],
    ['is not there', [''], 'empty_file', null],
  ])('is not begun if a line %s', async (_name, lines, code, line) => {
    const { server, engine } = await createTestServer();
    const { body } = await createBatch(server, lines);
    const batch = await ended(server, body.id);
    expect(batch.status).toBe('failed');
    expect(batch.errors.data[0]).toMatchObject({ code, line });
    expect(engine.requests).toEqual([]);
  });

  test('makes its requests with the rights of its owner', async () => {
    const { server } = await createTestServer({
      engine: echo,
      config: { apiKeys: ['one', 'two'], requestsPerMinute: 1 },
    });
    const input = form('/v1/files', { purpose: 'batch' }, [
      'file',
      'in.jsonl',
      ['a', 'b', 'c'].map((id) => JSON.stringify(chatLine(id))).join('\n'),
    ]);
    const file = await server.inject({
      ...input,
      headers: { ...input.headers, ...as('one') },
    });
    const created = await server.inject({
      method: 'POST',
      url: '/v1/batches',
      headers: as('one'),
      payload: {
        input_file_id: file.json().id,
        endpoint: '/v1/chat/completions',
        completion_window: '24h',
      },
    });
    const url = `/v1/batches/${created.json().id}`;
    await eventually(async () => {
      const { request_counts: counts } = (
        await server.inject({ url, headers: as('one') })
      ).json();
      expect(counts).toEqual({ total: 3, completed: 3, failed: 0 });
    });
    expect((await server.inject({ url, headers: as('two') })).statusCode).toBe(404);
  });

  test('waits while the engine has no room, and loses nothing', async () => {
    let refusals = 3;
    const { server } = await createTestServer({
      engine: {
        ...echo,
        refuse: () =>
          refusals-- > 0
            ? new EngineError('queue-full', 'full', { retryAfterMs: 1 })
            : undefined,
      },
    });
    const { body } = await createBatch(
      server,
      ['a', 'b'].map((id) => chatLine(id)),
    );
    const batch = await ended(server, body.id);
    expect(batch.request_counts).toEqual({ total: 2, completed: 2, failed: 0 });
  });

  test('that is cancelled makes no more requests, and keeps what it has', async () => {
    const gate = new Gate();
    const { server, engine } = await createTestServer({
      engine: { ...echo, beforePiece: () => gate.pass() },
    });
    const lines = Array.from({ length: 20 }, (_, at) => chatLine(`n${at}`));
    const { body } = await createBatch(server, lines);
    await gate.reached;
    const cancelled = await post(server, `/v1/batches/${body.id}/cancel`);
    expect(cancelled.body).toMatchObject({
      status: 'cancelling',
      cancelling_at: expect.any(Number),
    });
    gate.open();
    const batch = await ended(server, body.id);
    expect(batch.status).toBe('cancelled');
    expect(engine.requests.length).toBeLessThan(20);
    const output = await linesOf(server, batch.output_file_id);
    expect(output).toHaveLength(engine.requests.length);
  });

  test('that has ended cannot be cancelled', async () => {
    const { server } = await createTestServer();
    const { body } = await createBatch(server, [chatLine('a')]);
    await ended(server, body.id);
    const { status, body: refusal } = await post(server, `/v1/batches/${body.id}/cancel`);
    expect(status).toBe(409);
    expect(refusal.error.message).toBe("Cannot cancel a batch with status 'completed'.");
  });

  test('whose time is over answers the rest with that', async () => {
    const gate = new Gate();
    const { server } = await createTestServer({
      engine: { ...echo, beforePiece: () => gate.pass() },
    });
    const lines = Array.from({ length: 10 }, (_, at) => chatLine(`n${at}`));
    const { body } = await createBatch(server, lines);
    await gate.reached;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_500_000 });
    try {
      gate.open();
      const batch = await ended(server, body.id);
      expect(batch.status).toBe('expired');
      const { total, completed, failed } = batch.request_counts;
      expect(completed + failed).toBe(total);
      const faults = await linesOf(server, batch.error_file_id);
      expect(faults).toHaveLength(failed);
      expect(faults[0]).toMatchObject({
        response: null,
        error: { code: 'batch_expired' },
      });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a batch that is interrupted', () => {
  test('goes on with the next start: nothing lost, nothing done twice', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'samewire-batch-'));
    const withFolder = (engine: FakeEngineOptions): TestServerOptions => ({
      engine,
      config: { dataDir },
    });
    try {
      const gate = new Gate();
      const answered: string[] = [];
      const first = await createTestServer(
        withFolder({
          reply: (request, choice) => {
            answered.push(questionOf(request));
            return echo.reply?.(request, choice) ?? '';
          },
          beforePiece: async ({ index }) => {
            if (index === 0 && answered.length > 6) await gate.pass();
          },
        }),
      );
      const lines = Array.from({ length: 20 }, (_, at) => chatLine(`n${at}`));
      const { body } = await createBatch(first.server, lines);
      await gate.reached;
      // As at a shutdown: what is on its way may end, what comes then is refused.
      first.engine.setStatus({ phase: 'closed' });
      const closed = first.server.close();
      gate.open();
      await closed;
      expect(answered.length).toBeLessThan(20);

      const second = await createTestServer(withFolder(echo));
      await second.server.ready();
      const batch = await ended(second.server, body.id);
      expect(batch).toMatchObject({
        status: 'completed',
        request_counts: { total: 20, completed: 20, failed: 0 },
      });
      const all = new Set(lines.map((line) => line.custom_id));
      const output = await linesOf(second.server, batch.output_file_id);
      expect(output).toHaveLength(20);
      expect(new Set(output.map((line) => line.custom_id))).toEqual(all);
      const questions = [...answered, ...second.engine.requests.map(questionOf)];
      expect(questions).toHaveLength(20);
      expect(new Set(questions)).toEqual(all);
      await second.server.close();
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });
});

describe('a request for a batch', () => {
  test.each<[string, object, number, { param: string | null; code: string | null }]>([
    [
      'another endpoint',
      { endpoint: '/v1/nope' },
      400,
      { param: 'endpoint', code: 'invalid_value' },
    ],
    [
      'an endpoint that is not served',
      { endpoint: '/v1/moderations' },
      400,
      { param: 'endpoint', code: 'invalid_value' },
    ],
    [
      'another window',
      { completion_window: '1h' },
      400,
      { param: 'completion_window', code: 'invalid_value' },
    ],
    [
      'a file that is not there',
      { input_file_id: 'file-x' },
      404,
      { param: 'input_file_id', code: null },
    ],
    [
      'no file',
      { input_file_id: undefined },
      400,
      { param: 'input_file_id', code: 'missing_required_parameter' },
    ],
  ])('is refused with %s', async (_name, changes, status, expected) => {
    const { server } = await createTestServer();
    const refused = await createBatch(server, [chatLine('a')], changes);
    expect(refused.status).toBe(status);
    expect(refused.body.error).toMatchObject(expected);
  });

  test('is refused with a file of another purpose', async () => {
    const { server } = await createTestServer();
    const input_file_id = await uploadInput(server, [chatLine('a')], 'user_data');
    const { status, body } = await createBatch(server, [], { input_file_id });
    expect(status).toBe(400);
    expect(body.error.message).toContain("purpose 'user_data'");
  });

  test('finds batches by id and in pages, newest first', async () => {
    const { server } = await createTestServer();
    const first = await createBatch(server, [chatLine('a')]);
    const second = await createBatch(server, [chatLine('a')]);
    const { body: page } = await server
      .inject({ url: '/v1/batches?limit=1' })
      .then((response) => ({ body: response.json() }));
    expect(page).toMatchObject({ has_more: true, first_id: second.body.id });
    const rest = await server.inject({ url: `/v1/batches?after=${second.body.id}` });
    expect(rest.json().data[0].id).toBe(first.body.id);
    const unknown = await server.inject({ url: '/v1/batches/batch_x' });
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json().error.message).toBe("No batch found with id 'batch_x'.");
  });
});
