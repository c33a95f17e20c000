// What the official client gets for pictures and recordings, from a model with a projector.

import { bmpFile, pngHead } from '@samewire/engine/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import OpenAI, { BadRequestError } from 'openai';
import type { ChatCompletionContentPart } from 'openai/resources';
import {
  builtModelPath,
  type RunningServer,
  startSamewire,
} from './support/start-samewire.ts';

/** Other pixels for another number. */
const bmp = (number: number) => bmpFile(16, 16, number);

function dataUrl(bytes: Buffer, type = 'image/bmp'): string {
  return `data:${type};base64,${bytes.toString('base64')}`;
}

let server: RunningServer;
let client: OpenAI;
beforeAll(async () => {
  server = await startSamewire(builtModelPath('random'), [
    '--mmproj',
    builtModelPath('eyes'),
    '--kv-layout',
    'pooled',
  ]);
  client = new OpenAI({ baseURL: server.baseUrl, apiKey: 'none', maxRetries: 0 });
});
afterAll(() => server.stop());

function ask(url: string, more: readonly ChatCompletionContentPart[] = []) {
  return client.chat.completions.create({
    model: server.model,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: ' ba de' },
          { type: 'image_url', image_url: { url } },
          ...more,
        ],
      },
    ],
    max_tokens: 12,
    temperature: 0,
  });
}

test('the answer follows from the picture', async () => {
  const first = await ask(dataUrl(bmp(10)));
  const again = await ask(dataUrl(bmp(10)));
  const other = await ask(dataUrl(bmp(200)));
  const textOf = ({ choices }: typeof first) => choices[0]?.message.content;
  expect(textOf(again)).toBe(textOf(first));
  expect(textOf(other)).not.toBe(textOf(first));
});

test('a picture counts as tokens of the prompt, and is found in the cache', async () => {
  const { usage } = await ask(dataUrl(bmp(77)), [{ type: 'text', text: ' lo mu' }]);
  const { usage: again } = await ask(dataUrl(bmp(77)), [{ type: 'text', text: ' na' }]);
  expect(usage?.prompt_tokens).toBeGreaterThan(16);
  expect(again?.prompt_tokens_details?.cached_tokens).toBeGreaterThan(16);
});

test.each<[string, string]>([
  ['too many pixels', dataUrl(pngHead(100_000, 100_000), 'image/png')],
  ['a picture that is cut off', dataUrl(bmp(3).subarray(0, 200))],
  ['a text', dataUrl(Buffer.from('I am a picture, am I not?'), 'image/png')],
  ['no base64', 'data:image/png;base64,%%%'],
  ['an address', 'http://127.0.0.1:9/picture.png'],
])('%s is a 400 with the place of the fault', async (_name, url) => {
  const error = await ask(url).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(BadRequestError);
  expect(error).toMatchObject({
    status: 400,
    code: 'invalid_value',
    param: 'messages[0].content[1].image_url.url',
  });
  await expect(ask(dataUrl(bmp(10)))).resolves.toBeDefined();
});

test('a response takes pictures too', async () => {
  const response = await client.responses.create({
    model: server.model,
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: ' ba de' },
          { type: 'input_image', image_url: dataUrl(bmp(10)), detail: 'auto' },
        ],
      },
    ],
    max_output_tokens: 16,
  });
  expect(response.usage?.input_tokens).toBeGreaterThan(16);
});
