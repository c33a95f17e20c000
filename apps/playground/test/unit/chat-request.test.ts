import { expect, test } from 'vitest';
import { buildChatRequest, recordRequest } from '../../src/wire/chat-request.ts';

const parts = {
  model: 'tiny',
  messages: [{ role: 'user' as const, content: 'Hi' }],
  values: {},
  stop: [],
  logprobs: false,
};

test('what is not set is not in the request', () => {
  expect(buildChatRequest(parts)).toEqual({
    model: 'tiny',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
    stream_options: { include_usage: true },
  });
});

test('what is set is in the request as it is', () => {
  const values = { temperature: 0, seed: -7, top_k: 40 };
  const request = buildChatRequest({ ...parts, values, stop: ['\n'], logprobs: true });
  expect(request).toMatchObject({ ...values, stop: ['\n'], logprobs: true });
});

test('the recorded body is the JSON that is sent', () => {
  const request = buildChatRequest(parts);
  const { body } = recordRequest(request, 'http://x/v1/chat/completions', false);
  expect(JSON.parse(body)).toEqual(request);
});

test('the record shows that a key was sent, and not the key', () => {
  const request = buildChatRequest(parts);
  const withKey = recordRequest(request, 'http://x', true);
  const without = recordRequest(request, 'http://x', false);
  expect(withKey.headers).toContainEqual(['authorization', 'Bearer ***']);
  expect(without.headers.map(([name]) => name)).not.toContain('authorization');
});
