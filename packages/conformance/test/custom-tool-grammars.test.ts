// What the official client gets of custom tools whose input is held to a grammar in Lark, from the
// model that comes along.

import OpenAI, { BadRequestError } from 'openai';
import { afterAll, describe, expect, test } from 'vitest';
import { startSamewire } from './support/start-samewire.ts';

const server = await startSamewire();
afterAll(() => server.stop());
const { baseUrl: baseURL, model } = server;
const openai = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });

const definition = `
start: query ";"
query: "SELECT" column ("," column)~0..2 " FROM" NAME [" WHERE" NAME OP INT]
column: NAME
OP: "<=" | "<" | "="
NAME: / [a-z]{1,8}/
INT: / ?[0-9]{1,4}/
`;
const fits =
  /^SELECT [a-z]{1,8}(, [a-z]{1,8}){0,2} FROM [a-z]{1,8}( WHERE [a-z]{1,8}(<=|<|=) ?\d{1,4})?;$/;
const name = 'run_sql';
const content = 'How many users are there?';

describe('a custom tool with a grammar in Lark', () => {
  const ask = {
    model,
    messages: [{ role: 'user' as const, content }],
    tools: [
      {
        type: 'custom' as const,
        custom: {
          name,
          format: {
            type: 'grammar' as const,
            grammar: { syntax: 'lark' as const, definition },
          },
        },
      },
    ],
    tool_choice: 'required' as const,
    parallel_tool_calls: false,
    max_tokens: 400,
  };

  test.each([1, 2, 3])('gets text of the grammar, with seed %i', async (seed) => {
    const completion = await openai.chat.completions.create({
      ...ask,
      seed,
      temperature: 1.5,
    });
    const [choice] = completion.choices;
    expect(choice?.finish_reason).toBe('tool_calls');
    expect(choice?.message.tool_calls?.[0]).toMatchObject({
      type: 'custom',
      custom: { name, input: expect.stringMatching(fits) },
    });
  });

  test('gets it piece by piece in a stream', async () => {
    const stream = await openai.chat.completions.create({ ...ask, stream: true });
    let input = '';
    let numPieces = 0;
    for await (const chunk of stream)
      for (const call of chunk.choices[0]?.delta.tool_calls ?? []) {
        const { custom } = call as unknown as { custom?: { input?: string } };
        input += custom?.input ?? '';
        numPieces += custom?.input ? 1 : 0;
      }
    expect(input).toMatch(fits);
    expect(numPieces).toBeGreaterThan(1);
  });
});

describe('a custom tool of a response with a grammar in Lark', () => {
  const ask = {
    model,
    input: content,
    tools: [
      {
        type: 'custom' as const,
        name,
        format: { type: 'grammar' as const, syntax: 'lark' as const, definition },
      },
    ],
    tool_choice: 'required' as const,
    parallel_tool_calls: false,
    max_output_tokens: 400,
  };

  test('gets text of the grammar', async () => {
    const { output } = await openai.responses.create(ask);
    const call = output.find(({ type }) => type === 'custom_tool_call');
    expect(call).toMatchObject({ name, input: expect.stringMatching(fits) });
  });

  test('gets it piece by piece in a stream, and whole at its end', async () => {
    const stream = await openai.responses.create({ ...ask, stream: true });
    const deltas: string[] = [];
    let whole = '';
    for await (const event of stream) {
      if (event.type === 'response.custom_tool_call_input.delta')
        deltas.push(event.delta);
      if (event.type === 'response.custom_tool_call_input.done') whole = event.input;
    }
    expect(deltas.join('')).toMatch(fits);
    expect(deltas.length).toBeGreaterThan(1);
    expect(whole).toBe(deltas.join(''));
  });

  test('is refused with the line of what is wrong with the grammar', async () => {
    const wrong = { type: 'grammar' as const, syntax: 'lark' as const };
    const asked = openai.responses.create({
      ...ask,
      tools: [
        { type: 'custom', name, format: { ...wrong, definition: 'start: "a"\n  b' } },
      ],
    });
    await expect(asked).rejects.toThrow(BadRequestError);
    await expect(asked).rejects.toMatchObject({
      code: 'invalid_value',
      param: 'tools[0].format.definition',
      message: expect.stringContaining("line 2: expected ':', got the end of the line"),
    });
  });
});
