import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { responseRequest } from '../support/response-requests.ts';
import {
  chatRequest,
  completionRequest,
  createTestServer,
  type TestServer,
} from '../support/test-server.ts';

const person = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer' } },
  required: ['name', 'age'],
  additionalProperties: false,
};

function schemaFormat(schema: unknown, strict = true) {
  return { type: 'json_schema', json_schema: { name: 'person', strict, schema } };
}

let running: TestServer;
beforeAll(async () => {
  running = await createTestServer();
});
afterAll(() => running.server.close());

/** What the engine was asked to keep to. */
async function grammarOf(request: InjectOptions) {
  const response = await running.server.inject(request);
  expect([response.statusCode, response.body]).toEqual([200, response.body]);
  return running.engine.requests.at(-1)?.grammar?.gbnf;
}

async function faultOf(request: InjectOptions) {
  const response = await running.server.inject(request);
  expect(response.statusCode).toBe(400);
  return response.json().error;
}

describe('the engine is held to a grammar', () => {
  test('of the schema of a chat completion, strict or not', async () => {
    for (const strict of [true, false]) {
      const grammar = await grammarOf(
        chatRequest({ response_format: schemaFormat(person, strict) }),
      );
      expect(grammar).toContain(String.raw`"\"name\"" ws ":"`);
    }
  });

  test('of the schema of a response, which says it back', async () => {
    const format = { type: 'json_schema', name: 'person', strict: true, schema: person };
    const response = await running.server.inject(responseRequest({ text: { format } }));
    expect(response.json().text.format).toEqual(format);
    expect(running.engine.requests.at(-1)?.grammar?.gbnf).toContain('\\"age\\"');
  });

  test('of any object, if a conversation that speaks of JSON asks for one', async () => {
    const messages = [{ role: 'user', content: 'Answer in JSON.' }];
    const grammar = await grammarOf(
      chatRequest({ messages, response_format: { type: 'json_object' } }),
    );
    expect(grammar).toContain('any-object ::=');
    const text = { format: { type: 'json_object' } };
    expect(await grammarOf(responseRequest({ input: 'json!', text }))).toBe(grammar);
  });

  test("of its own, in llama.cpp's notation", async () => {
    const grammar = 'root ::= "yes" | "no"';
    expect(await grammarOf(chatRequest({ grammar }))).toBe(grammar);
    expect(await grammarOf(completionRequest({ grammar }))).toBe(grammar);
  });

  test("of llama.cpp's field for a schema", async () => {
    const grammar = await grammarOf(completionRequest({ json_schema: person }));
    expect(grammar).toContain('\\"age\\"');
  });

  test('of none, if text is asked for or nothing', async () => {
    expect(await grammarOf(chatRequest())).toBeUndefined();
    const response_format = { type: 'text' };
    expect(await grammarOf(chatRequest({ response_format }))).toBeUndefined();
  });
});

describe('a chat request is refused', () => {
  test('in the words and the form of OpenAI, with keyword and place', async () => {
    const schema = {
      ...person,
      properties: { ...person.properties, age: { type: 'integer', not: {} } },
    };
    expect(await faultOf(chatRequest({ response_format: schemaFormat(schema) }))).toEqual(
      {
        message:
          "Invalid schema for response_format 'person': In context=('properties', 'age'), " +
          "'not' is not permitted.",
        type: 'invalid_request_error',
        param: 'response_format',
        code: null,
      },
    );
  });

  test('if no message speaks of JSON and an object is asked for', async () => {
    expect(
      await faultOf(chatRequest({ response_format: { type: 'json_object' } })),
    ).toMatchObject({
      message:
        "'messages' must contain the word 'json' in some form, to use 'response_format' of " +
        "type 'json_object'.",
      param: 'messages',
    });
    const text = { format: { type: 'json_object' } };
    expect(await faultOf(responseRequest({ input: 'Hi', text }))).toMatchObject({
      message:
        "Response input messages must contain the word 'json' in some form to use " +
        "'text.format' of type 'json_object'.",
      param: 'input',
    });
  });

  test('if two forms are asked for at once', async () => {
    expect(
      await faultOf(
        chatRequest({ grammar: 'root ::= "a"', response_format: schemaFormat(person) }),
      ),
    ).toMatchObject({ param: 'grammar', code: 'invalid_parameter_combination' });
  });

  test('if the model takes no grammars', async () => {
    const { server } = await createTestServer({
      engine: { model: { takesGrammars: false } },
    });
    const response = await server.inject(
      chatRequest({ response_format: schemaFormat(person) }),
    );
    expect(response.json().error).toMatchObject({
      param: 'response_format',
      code: 'unsupported_parameter',
    });
    await server.close();
  });
});

describe('a hostile schema is answered within its budget', () => {
  const alternatives = Array.from({ length: 14 }, (_, index) => ({
    anyOf: Array.from({ length: 8 }, (_unused, other) => ({
      properties: { [`p${index}${other}`]: { const: other } },
    })),
  }));

  test.each([
    ['a reference to itself in allOf', { allOf: [{ $ref: '#' }] }],
    ['minLength above maxLength', { type: 'string', minLength: 3, maxLength: 2 }],
    ['products of alternatives', { allOf: alternatives }],
    ['patterns that multiply', { pattern: `^${'(a|b)*a.{30}'.repeat(5)}$` }],
    ['nested repetitions', { pattern: '^((a{0,1000}){0,1000}){0,1000}$', minLength: 9 }],
    [
      'long unions of patterns',
      {
        allOf: Array.from({ length: 20 }, (_, index) => ({
          pattern: `${'[ab]'.repeat(index)}c.{${index}}d`,
        })),
      },
    ],
  ])('%s', async (_name, schema) => {
    const started = performance.now();
    const response = await running.server.inject(
      chatRequest({ response_format: schemaFormat(schema, false) }),
    );
    expect(response.json().error.message).toContain(
      "Invalid schema for response_format 'person'",
    );
    // One second of its own, and what a busy machine adds.
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('100,000 levels of nesting are refused before they are looked into', async () => {
    const levels = '{"items":'.repeat(100_000);
    const response = await running.server.inject({
      ...chatRequest(),
      headers: { 'content-type': 'application/json' },
      payload:
        '{"model":"tiny","messages":[{"role":"user","content":"Hi"}],"response_format":' +
        `{"type":"json_schema","json_schema":{"name":"a","schema":${levels}{}` +
        `${'}'.repeat(100_000)}}}}`,
    });
    expect(response.statusCode).toBe(400);
    expect(response.json().error.message).toContain('nested more than');
  });

  test('an enum of 1000 values is served', async () => {
    const values = Array.from({ length: 1000 }, (_, index) => `value ${index}`);
    expect(
      await grammarOf(
        chatRequest({ response_format: schemaFormat({ enum: values }, false) }),
      ),
    ).toContain('value 999');
  });

  test('while another stream goes on', async () => {
    const schema = { pattern: `^${'(a|b)*a.{31}'.repeat(6)}$` };
    const progress = { isDone: false };
    const hostile = running.server
      .inject(chatRequest({ response_format: schemaFormat(schema, false) }))
      .then(() => (progress.isDone = true));
    let numAnswers = 0;
    while (!progress.isDone) {
      const { statusCode } = await running.server.inject(chatRequest({ stream: true }));
      expect(statusCode).toBe(200);
      numAnswers++;
    }
    await hostile;
    expect(numAnswers).toBeGreaterThan(5);
  });
});
