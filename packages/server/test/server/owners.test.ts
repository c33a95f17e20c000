import { describe, expect, test } from 'vitest';
import { chatRequest, createTestServer } from '../support/test-server.ts';

describe('the engine', () => {
  test('is told apart whose requests are whose, and none of their keys', async () => {
    const apiKeys = ['sk-first-0123456789', 'sk-second-0123456789'];
    const { server, engine } = await createTestServer({ config: { apiKeys } });
    for (const key of apiKeys)
      await server.inject({
        ...chatRequest(),
        headers: { authorization: `Bearer ${key}` },
      });
    const [first, second] = engine.requests;
    expect(first?.tenant).not.toBe(second?.tenant);
    expect(first?.cacheScope).not.toBe(second?.cacheScope);
    expect(JSON.stringify(engine.requests)).not.toContain('sk-');
  });

  test('sees one owner where nobody needs a key', async () => {
    const { server, engine } = await createTestServer({});
    await server.inject(chatRequest());
    expect(engine.requests[0]?.tenant).toBeUndefined();
  });
});
