import { describe, expect, test } from 'vitest';
import { completionRequest, createTestServer } from '../support/test-server.ts';

const { server } = await createTestServer();

describe('the prompt of a text completion', () => {
  test.each([5, [], [true], [-1], [1, 'a'], [['a']], [[]]])(
    'is refused as %j',
    async (prompt) => {
      const response = await server.inject(completionRequest({ prompt }));
      expect(response.statusCode).toBe(400);
      expect(response.json().error).toMatchObject({
        message: expect.stringContaining(
          "Invalid type for 'prompt': expected one of a string, array of strings, array of " +
            'integers, or array of integer arrays',
        ),
        param: 'prompt',
      });
    },
  );

  test('may not ask for more than 128 choices in all', async () => {
    const response = await server.inject(
      completionRequest({ prompt: Array(65).fill('a'), n: 2 }),
    );
    expect(response.json().error).toMatchObject({
      param: 'prompt',
      code: 'array_above_max_length',
    });
  });

  test('may not be ranked from fewer candidates than choices', async () => {
    const response = await server.inject(completionRequest({ best_of: 1, n: 2 }));
    expect(response.json().error).toMatchObject({
      message: expect.stringContaining("'best_of' (currently 1)"),
      param: 'best_of',
    });
  });
});
