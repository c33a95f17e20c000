import type { Scenario } from '@samewire/mock/scenario';
import { profile, profileIds, type Route, synthesise } from '@samewire/mock/synthesise';
import OpenAI, { RateLimitError } from 'openai';
import { describe, expect, test } from 'vitest';

/** The official client, answered by a profile. */
function clientOf(id: string, scenario: Scenario): OpenAI {
  const answered = (async (url: string, init: { body: string }) => {
    const route = new URL(url).pathname.replace('/v1/', '') as Route;
    const body = JSON.parse(init.body) as Record<string, unknown>;
    const answer = synthesise({
      profile: profile(id),
      scenario,
      request: { route, body },
    });
    const bytes = Buffer.concat(answer.chunks.map((chunk) => chunk.bytes));
    const headers = answer.headers.map(([name, value]): [string, string] => [
      name,
      value,
    ]);
    return new Response(bytes, { status: answer.status, headers });
  }) as unknown as typeof fetch;
  const baseURL = 'https://provider.example/v1';
  return new OpenAI({ baseURL, apiKey: 'none', fetch: answered, maxRetries: 0 });
}

const asked = {
  model: 'some-model',
  messages: [{ role: 'user' as const, content: 'Hi' }],
};

describe.each(profileIds)('the official client, answered by %s', (id) => {
  test('reads the text of a stream', async () => {
    const stream = await clientOf(id, {
      text: 'Hello there, you.',
    }).chat.completions.create({
      ...asked,
      stream: true,
    });
    const chunks = await Array.fromAsync(stream);
    const texts = chunks.map(({ choices }) => choices[0]?.delta?.content ?? '');
    expect(texts.join('')).toBe('Hello there, you.');
  });

  test('reads a tool call', async () => {
    const toolCalls = [{ name: 'look', arguments: { at: 'sea' } }];
    const answer = await clientOf(id, { toolCalls }).chat.completions.create(asked);
    const [call] = answer.choices[0]?.message.tool_calls ?? [];
    expect(call).toMatchObject({ function: { name: 'look', arguments: '{"at":"sea"}' } });
  });

  test('throws its error for a refusal', async () => {
    const client = clientOf(id, { error: { kind: 'rate-limit' } });
    await expect(client.chat.completions.create(asked)).rejects.toThrow(RateLimitError);
  });
});

describe.each(['openai', 'lm-studio', 'bedrock-mantle'])('Responses of %s', (id) => {
  const scenario = {
    text: 'Hello.',
    toolCalls: [{ name: 'look', arguments: { at: 'sea' } }],
  };

  test('are read by the official client', async () => {
    const response = await clientOf(id, scenario).responses.create({
      model: 'm',
      input: 'Hi',
    });
    expect(response.output_text).toBe('Hello.');
    expect(response.output.map(({ type }) => type)).toEqual(['message', 'function_call']);
  });

  test('are read as a stream whose last event has all of it', async () => {
    const stream = await clientOf(id, scenario).responses.create({
      model: 'm',
      input: 'Hi',
      stream: true,
    });
    const events = await Array.fromAsync(stream);
    expect(events.map(({ sequence_number: number }) => number)).toEqual([
      ...events.keys(),
    ]);
    expect(events.at(-1)).toMatchObject({
      type: 'response.completed',
      response: {
        status: 'completed',
        output: [{ type: 'message' }, { type: 'function_call' }],
      },
    });
  });
});

test('a completion is read by the official client', async () => {
  const client = clientOf('openai', { text: ' upon a time' });
  const stream = await client.completions.create({
    model: 'm',
    prompt: 'Once',
    stream: true,
  });
  const chunks = await Array.fromAsync(stream);
  expect(chunks.map(({ choices }) => choices[0]?.text ?? '').join('')).toBe(
    ' upon a time',
  );
});

test('embeddings are read by the official client', async () => {
  const client = clientOf('openai', {});
  const { data } = await client.embeddings.create({ model: 'm', input: ['a', 'b'] });
  expect(data.map(({ embedding }) => embedding.length)).toEqual([1536, 1536]);
});
