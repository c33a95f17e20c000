import { describe, expect, test } from 'vitest';
import { chatRequest, createTestServer } from '../support/test-server.ts';

/** A custom tool whose input is held to a grammar. */
function withLark(definition: string) {
  const format = { type: 'grammar', grammar: { syntax: 'lark', definition } };
  return { tools: [{ type: 'custom', custom: { name: 'g', format } }] };
}

test('a grammar in Lark holds the one argument of a custom tool', async () => {
  const { server, engine } = await createTestServer();
  const answer = await server.inject(chatRequest(withLark('start: A+\nA: /[a-f]/')));
  expect(answer.statusCode).toBe(200);
  const prompt = engine.requests[0]?.prompt;
  const [tool] = prompt?.kind === 'chat' ? (prompt.tools ?? []) : [];
  expect(tool?.argumentsGrammar?.gbnf).toContain('input');
  expect(tool?.argumentsGrammar?.gbnf).toContain('[a-f]');
});

describe('a grammar in Lark is refused', () => {
  test('with its line and what is wrong with it', async () => {
    const { server } = await createTestServer();
    const response = await server.inject(chatRequest(withLark('start: "a"\n     | "b')));
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toEqual({
      message:
        "Invalid 'tools[0].custom.format.grammar.definition': expected a grammar in Lark's " +
        "notation: line 2: unexpected '\"b'.",
      type: 'invalid_request_error',
      param: 'tools[0].custom.format.grammar.definition',
      code: 'invalid_value',
    });
  });

  test('with its line and what of it is not supported', async () => {
    const { server } = await createTestServer();
    const response = await server.inject(chatRequest(withLark('start: A\nA: /a(?=b)/')));
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toMatchObject({
      message: expect.stringContaining(
        "line 2: the regular expression looks ahead with '(?='",
      ),
      code: 'unsupported_value',
    });
  });

  test('within its time, if it is too much work, and does not stop other requests', async () => {
    const words = Array.from({ length: 2000 }, (_, index) => `/x[^y]*z${index}/`);
    const { server } = await createTestServer();
    const [heavy, light] = await Promise.all([
      server.inject(chatRequest(withLark(`start: (${words.join(' | ')})+`))),
      server.inject(chatRequest({})),
    ]);
    expect(heavy.json().error).toMatchObject({ code: 'unsupported_value' });
    expect(light.statusCode).toBe(200);
  });
});
