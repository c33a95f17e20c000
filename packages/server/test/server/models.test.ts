import { describe, expect, test } from 'vitest';
import { createTestServer } from '../support/test-server.ts';

describe('the list of models', () => {
  test('has the served model', async () => {
    const { server } = await createTestServer();
    const response = await server.inject({ method: 'GET', url: '/v1/models' });
    const [model] = response.json().data;
    expect(response.json()).toEqual({ object: 'list', data: [model] });
    expect(model).toEqual({
      id: 'tiny',
      object: 'model',
      created: expect.any(Number),
      owned_by: 'samewire',
    });
  });

  test('is there for who asks for its head only', async () => {
    const { server } = await createTestServer();
    const response = await server.inject({ method: 'HEAD', url: '/v1/models' });
    expect(response.statusCode).toBe(200);
    expect(response.body).toBe('');
  });

  test('has it while it is still loading', async () => {
    const { server } = await createTestServer({
      engine: { status: { phase: 'loading', progress: 0.5 } },
    });
    const response = await server.inject({ method: 'GET', url: '/v1/models' });
    expect(response.json().data).toHaveLength(1);
  });
});

async function get(id: string, path: string) {
  const { server } = await createTestServer({ config: { model: { id } } });
  return server.inject({ method: 'GET', url: path });
}

describe('a model by its id', () => {
  test.each([
    ['org/model:Q4_K_M', '/v1/models/org/model:Q4_K_M'],
    ['org/model', '/v1/models/org%2Fmodel'],
    ['modèle 1', '/v1/models/mod%C3%A8le%201'],
    ['tiny', '/models/tiny'],
  ])('is found: %s', async (id, path) => {
    const response = await get(id, path);
    expect(response.statusCode).toBe(200);
    expect(response.json().id).toBe(id);
  });

  test.each(['..%5c..%5cwin.ini', '%252e%252e%252fetc', '__proto__', 'a'.repeat(4000)])(
    'is not found if it is another: %s',
    async (id) => {
      const response = await get('tiny', `/v1/models/${id}`);
      expect(response.statusCode).toBe(404);
      expect(response.json().error.code).toBe('model_not_found');
    },
  );
});

describe('deleting a model', () => {
  test.each([
    ['tiny', 403, null],
    ['other', 404, 'model_not_found'],
  ])('is refused: %s', async (id, status, code) => {
    const { server } = await createTestServer();
    const response = await server.inject({ method: 'DELETE', url: `/v1/models/${id}` });
    expect(response.statusCode).toBe(status);
    expect(response.json().error).toMatchObject({ type: 'invalid_request_error', code });
  });
});
