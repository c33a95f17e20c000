import { describe, expect, test } from 'vitest';
import { completionRequest, createTestServer } from '../support/test-server.ts';

const suffix = '\n  return sum;\n}';

describe('a completion with a suffix', () => {
  test('is what comes between prompt and suffix', async () => {
    const { server, engine } = await createTestServer({
      engine: { reply: () => 'sum += x;' },
    });
    const answer = await server.inject(completionRequest({ prompt: 'let', suffix }));
    expect(answer.json().choices).toMatchObject([{ text: 'sum += x;' }]);
    expect(engine.requests[0]?.prompt).toEqual({ kind: 'infill', prefix: 'let', suffix });
  });

  test('takes prompts as tokens, and several of them', async () => {
    const { server, engine } = await createTestServer();
    await server.inject(completionRequest({ prompt: [[1, 2], [3]], suffix }));
    await server.inject(completionRequest({ prompt: null, suffix }));
    expect(engine.requests.map(({ prompt }) => prompt)).toEqual([
      { kind: 'infill', prefix: Int32Array.of(1, 2), suffix },
      { kind: 'infill', prefix: Int32Array.of(3), suffix },
      { kind: 'infill', prefix: '', suffix },
    ]);
  });

  test.each(['', null])('is one without, if the suffix is %j', async (empty) => {
    const { server, engine } = await createTestServer({
      engine: { model: { canInfill: false } },
    });
    const answer = await server.inject(completionRequest({ suffix: empty }));
    expect(answer.statusCode).toBe(200);
    expect(engine.requests[0]?.prompt).toEqual({ kind: 'text', text: 'Once' });
  });

  test('is refused where the model has no tokens for it, with what it would take', async () => {
    const { server, engine } = await createTestServer({
      engine: { model: { canInfill: false } },
    });
    const answer = await server.inject(completionRequest({ suffix }));
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toEqual({
      message: expect.stringMatching(/'suffix' is not supported .* Qwen2\.5-Coder/),
      type: 'invalid_request_error',
      param: 'suffix',
      code: 'unsupported_parameter',
    });
    expect(engine.requests).toEqual([]);
  });

  test('is refused if prompt and suffix can never fit together', async () => {
    const { server } = await createTestServer({
      engine: { model: { contextLength: 8 } },
    });
    const half = 'x'.repeat(300);
    const answer = await server.inject(completionRequest({ prompt: half, suffix: half }));
    expect(answer.json().error).toMatchObject({ code: 'context_length_exceeded' });
  });
});
