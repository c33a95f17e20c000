import { describe, expect, test } from 'vitest';
import { createResponse } from '../support/response-requests.ts';
import { chatRequest, createTestServer } from '../support/test-server.ts';

const recommending = await createTestServer({
  engine: { model: { defaultSampling: { temperature: 0.6, topP: 0.95 } } },
});

describe('what a request left out of its sampling', () => {
  test('is told by a response as what the model’s file recommends', async () => {
    const { server } = recommending;
    const response = await createResponse(server);
    expect(response).toMatchObject({ temperature: 0.6, top_p: 0.95 });
    const asked = await createResponse(server, { temperature: 0.1, top_p: 1 });
    expect(asked).toMatchObject({ temperature: 0.1, top_p: 1 });
  });

  test('is told so by a stored chat completion', async () => {
    const { server } = recommending;
    const { id } = (await server.inject(chatRequest({ store: true }))).json();
    const stored = await server.inject(`/v1/chat/completions/${id}`);
    expect(stored.json()).toMatchObject({ temperature: 0.6, top_p: 0.95 });
  });

  test('is told as 1 where the engine does not know', async () => {
    const { server } = await createTestServer();
    expect(await createResponse(server)).toMatchObject({ temperature: 1, top_p: 1 });
  });
});
