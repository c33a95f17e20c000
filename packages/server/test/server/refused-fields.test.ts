import { describe, expect, test } from 'vitest';
import { chatRequest, createTestServer } from '../support/test-server.ts';

const { server } = await createTestServer();

async function faultOf(changes: object) {
  const response = await server.inject(chatRequest(changes));
  expect(response.statusCode).toBe(400);
  return response.json().error;
}

describe('a field the server cannot honour', () => {
  test.each<[string, object, { message: string; param: string; code: string | null }]>([
    [
      'tools',
      { tools: [{ type: 'function', function: { name: 'f' } }] },
      {
        message: "Unsupported parameter: 'tools' is not supported with this model.",
        param: 'tools',
        code: 'unsupported_parameter',
      },
    ],
    [
      'audio',
      { audio: { voice: 'a', format: 'mp3' } },
      {
        message: "Unknown parameter: 'audio'.",
        param: 'audio',
        code: 'unknown_parameter',
      },
    ],
    [
      'web_search_options',
      { web_search_options: {} },
      {
        message: 'Web search options not supported with this model.',
        param: 'web_search_options',
        code: null,
      },
    ],
  ])('is refused: %s', async (_name, changes, expected) => {
    expect(await faultOf(changes)).toMatchObject(expected);
  });

  test('is let through where its value asks for nothing', async () => {
    const response = await server.inject(
      chatRequest({
        tools: [],
        tool_choice: 'none',
        response_format: { type: 'text' },
        store: false,
        modalities: ['text'],
        audio: null,
      }),
    );
    expect(response.statusCode).toBe(200);
  });

  test('is told about only after all faults of form', async () => {
    expect(
      await faultOf({
        tools: [{ type: 'function', function: { name: 'f' } }],
        verbosity: 'bogus',
      }),
    ).toMatchObject({
      param: 'verbosity',
    });
  });
});
