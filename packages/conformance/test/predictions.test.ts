// What the official client gets who knows most of the answer beforehand.

import OpenAI, { BadRequestError } from 'openai';
import { afterAll, expect, test } from 'vitest';
import { startSamewire } from './support/start-samewire.ts';

const server = await startSamewire();
afterAll(() => server.stop());
const { baseUrl: baseURL, model } = server;
const openai = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
const messages = [{ role: 'user' as const, content: 'Who are you?' }];
const request = { model, messages, temperature: 0 };

async function answer(): Promise<string> {
  const { choices } = await openai.chat.completions.create(request);
  return choices[0]?.message.content ?? '';
}

test('a prediction that is right leaves the answer as it is, and is counted', async () => {
  const content = await answer();
  const completion = await openai.chat.completions.create({
    ...request,
    prediction: { type: 'content', content },
  });
  expect(completion.choices[0]?.message.content).toBe(content);
  const details = completion.usage?.completion_tokens_details;
  expect(details?.accepted_prediction_tokens).toBeGreaterThan(0);
  expect(details?.rejected_prediction_tokens).toBe(0);
});

test('a prediction that is wrong in the middle does too, in a stream and in parts', async () => {
  const content = await answer();
  const half = Math.floor(content.length / 2);
  const stream = openai.chat.completions.stream({
    ...request,
    prediction: {
      type: 'content',
      content: [
        { type: 'text', text: content.slice(0, half) },
        { type: 'text', text: ` something else ${content.slice(half)}` },
      ],
    },
    stream_options: { include_usage: true },
  });
  expect(await stream.finalContent()).toBe(content);
  const { completion_tokens_details: details } = await stream.totalUsage();
  expect(details?.accepted_prediction_tokens).toBeGreaterThan(0);
  expect(details?.rejected_prediction_tokens).toBeGreaterThan(0);
});

test('what OpenAI takes no prediction beside is an error of its class', async () => {
  const refused = openai.chat.completions.create({
    ...request,
    n: 2,
    prediction: { type: 'content', content: 'Hello' },
  });
  await expect(refused).rejects.toSatisfy(
    (error) => error instanceof BadRequestError && error.param === 'n',
  );
});
