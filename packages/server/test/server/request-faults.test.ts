import { describe, expect, test } from 'vitest';
import { chatRequest, createTestServer } from '../support/test-server.ts';

const { server } = await createTestServer();

async function faultOf(changes: object) {
  const response = await server.inject(chatRequest(changes));
  expect(response.statusCode).toBe(400);
  return response.json().error;
}

/** A message list with one message that a test gets wrong. */
const oneMessage = (message: unknown) => ({ messages: [message] });

describe('a chat request with a fault', () => {
  test.each<[string, object, { message: string; param: string; code: string }]>([
    [
      'a missing field',
      { messages: undefined },
      {
        message: "Missing required parameter: 'messages'.",
        param: 'messages',
        code: 'missing_required_parameter',
      },
    ],
    [
      'an unknown field',
      { zzz: 1 },
      { message: "Unknown parameter: 'zzz'.", param: 'zzz', code: 'unknown_parameter' },
    ],
    [
      'an unknown field inside',
      oneMessage({ role: 'user', content: 'Hi', bogus: 1 }),
      {
        message: "Unknown parameter: 'messages[0].bogus'.",
        param: 'messages[0].bogus',
        code: 'unknown_parameter',
      },
    ],
    [
      'an unknown word for a choice of tools',
      { tool_choice: 'maybe' },
      {
        message:
          "Invalid value: 'maybe'. Supported values are: 'none', 'auto', and 'required'.",
        param: 'tool_choice',
        code: 'invalid_value',
      },
    ],
    [
      'a number for a choice of tools',
      { tool_choice: 5 },
      {
        message:
          "Invalid type for 'tool_choice': expected one of a string or object, but got an " +
          'integer instead.',
        param: 'tool_choice',
        code: 'invalid_type',
      },
    ],
    [
      'a tool without a name',
      { tools: [{ type: 'function', function: {} }] },
      {
        message: "Missing required parameter: 'tools[0].function.name'.",
        param: 'tools[0].function.name',
        code: 'missing_required_parameter',
      },
    ],
    [
      'a text for a number',
      { temperature: 'hot' },
      {
        message:
          "Invalid type for 'temperature': expected a decimal, but got a string instead.",
        param: 'temperature',
        code: 'invalid_type',
      },
    ],
    [
      'a fraction for an integer',
      { max_tokens: 1.5 },
      {
        message:
          "Invalid type for 'max_tokens': expected an integer, but got a decimal number instead.",
        param: 'max_tokens',
        code: 'invalid_type',
      },
    ],
    [
      'null for a list',
      { messages: null },
      {
        message:
          "Invalid type for 'messages': expected an array of objects, but got null instead.",
        param: 'messages',
        code: 'invalid_type',
      },
    ],
    [
      'an object for a text or list',
      oneMessage({ role: 'user', content: {} }),
      {
        message:
          "Invalid type for 'messages[0].content': expected one of a string or array of " +
          'objects, but got an object instead.',
        param: 'messages[0].content',
        code: 'invalid_type',
      },
    ],
    [
      'a message without a role',
      oneMessage({ content: 'Hi' }),
      {
        message: "Missing required parameter: 'messages[0].role'.",
        param: 'messages[0].role',
        code: 'missing_required_parameter',
      },
    ],
    [
      'an unknown role',
      oneMessage({ role: 'wizard', content: 'Hi' }),
      {
        message:
          "Invalid value: 'wizard'. Supported values are: 'developer', 'system', 'user', " +
          "'assistant', 'tool', and 'function'.",
        param: 'messages[0].role',
        code: 'invalid_value',
      },
    ],
    [
      'a role that is no text',
      oneMessage({ role: 5, content: 'Hi' }),
      {
        message:
          "Invalid type for 'messages[0].role': expected a string, but got an integer instead.",
        param: 'messages[0].role',
        code: 'invalid_type',
      },
    ],
    [
      'an unknown word',
      { verbosity: 'bogus' },
      {
        message:
          "Invalid value: 'bogus'. Supported values are: 'low', 'medium', and 'high'.",
        param: 'verbosity',
        code: 'invalid_value',
      },
    ],
    [
      'an integer too small',
      { n: 0 },
      {
        message:
          "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead.",
        param: 'n',
        code: 'integer_below_min_value',
      },
    ],
    [
      'an integer too large',
      { n: 129 },
      {
        message:
          "Invalid 'n': integer above maximum value. Expected a value <= 128, but got 129 instead.",
        param: 'n',
        code: 'integer_above_max_value',
      },
    ],
    [
      'a decimal too small',
      { temperature: -0.1 },
      {
        message:
          "Invalid 'temperature': decimal below minimum value. Expected a value >= 0, but got -0.1 instead.",
        param: 'temperature',
        code: 'decimal_below_min_value',
      },
    ],
    [
      'a decimal too large',
      { temperature: 2.1 },
      {
        message:
          "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.1 instead.",
        param: 'temperature',
        code: 'decimal_above_max_value',
      },
    ],
    [
      'an empty list',
      { messages: [] },
      {
        message:
          "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
        param: 'messages',
        code: 'empty_array',
      },
    ],
    [
      'a list too long',
      { stop: ['a', 'b', 'c', 'd', 'e'] },
      {
        message:
          "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead.",
        param: 'stop',
        code: 'array_above_max_length',
      },
    ],
    [
      'a text too long',
      { metadata: { k: 'x'.repeat(600) } },
      {
        message:
          "Invalid 'metadata.k': string too long. Expected a string with maximum length 512, but got a string with length 600 instead.",
        param: 'metadata.k',
        code: 'string_above_max_length',
      },
    ],
    [
      'a property name too long',
      { metadata: { ['k'.repeat(65)]: 'x' } },
      {
        message:
          "Invalid 'metadata': property name too long. Expected a property name with maximum length 64, but got a property name with length 65 instead.",
        param: 'metadata',
        code: 'property_name_above_max_length',
      },
    ],
    [
      'too many properties',
      {
        metadata: Object.fromEntries(
          Array.from({ length: 17 }, (_, i) => [`k${i}`, 'x']),
        ),
      },
      {
        message:
          "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an object with 17 properties instead.",
        param: 'metadata',
        code: 'object_above_max_properties',
      },
    ],
    [
      'a key that is no token id',
      { logit_bias: { abc: 1 } },
      {
        message:
          "Invalid key in 'logit_bias': abc. You should only be submitting non-negative integers.",
        param: 'logit_bias.abc',
        code: 'invalid_value',
      },
    ],
    [
      'two limits at once',
      { max_tokens: 5, max_completion_tokens: 5 },
      {
        message:
          "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
        param: 'max_tokens',
        code: 'invalid_parameter_combination',
      },
    ],
  ])('is told about %s', async (_name, changes, expected) => {
    expect(await faultOf(changes)).toEqual({
      type: 'invalid_request_error',
      ...expected,
    });
  });

  test('is told about the missing model before everything else', async () => {
    const expected = {
      message: 'you must provide a model parameter',
      type: 'invalid_request_error',
      param: null,
      code: null,
    };
    for (const model of [undefined, null, ''])
      expect(await faultOf({ model, temperature: 'hot' })).toEqual(expected);
  });

  test('is told about an unknown field before a fault in a known one', async () => {
    expect(await faultOf({ temperature: 'hot', zzz: 1 })).toMatchObject({ param: 'zzz' });
  });

  test('is told about faults in the order of the wire, whatever the order sent', async () => {
    const bothWrong = await faultOf({ stop: 5, seed: 'x' });
    expect(bothWrong).toMatchObject({ param: 'seed' });
  });

  test('is told about top_logprobs without logprobs', async () => {
    expect(await faultOf({ top_logprobs: 3 })).toEqual({
      message: "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
      type: 'invalid_request_error',
      param: 'top_logprobs',
      code: null,
    });
  });

  test('is told about stream_options without stream', async () => {
    expect(await faultOf({ stream_options: { include_usage: true } })).toMatchObject({
      message: "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      param: 'stream_options',
    });
  });

  test('is told about keys that look like those of every object', async () => {
    for (const key of ['constructor', 'toString', '__proto__']) {
      const payload = `{"model":"tiny","messages":[{"role":"user","content":"Hi"}],"${key}":1}`;
      const response = await server.inject({
        method: 'POST',
        url: '/v1/chat/completions',
        headers: { 'content-type': 'application/json' },
        payload,
      });
      expect(response.json().error).toMatchObject({
        code: 'unknown_parameter',
        param: key,
      });
    }
  });
});

describe('null', () => {
  test('means the default in every optional field', async () => {
    const optional = [
      'temperature',
      'top_p',
      'n',
      'seed',
      'stop',
      'stream',
      'max_tokens',
    ];
    const nulls = Object.fromEntries(optional.map((field) => [field, null]));
    const response = await server.inject(chatRequest(nulls));
    expect(response.statusCode).toBe(200);
  });
});
