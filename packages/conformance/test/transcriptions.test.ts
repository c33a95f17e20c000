// What the official client gets for a recording, from a model with a projector for audio.

import { wavFile } from '@samewire/engine/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import OpenAI, { BadRequestError, NotFoundError, toFile } from 'openai';
import {
  builtModelPath,
  type RunningServer,
  startSamewire,
} from './support/start-samewire.ts';

const wav = (frequency: number) => wavFile(0.5, frequency);

const recording = (frequency: number) => toFile(wav(frequency), 'tone.wav');

let server: RunningServer;
let client: OpenAI;
beforeAll(async () => {
  server = await startSamewire(builtModelPath('random'), [
    '--mmproj',
    builtModelPath('ears'),
  ]);
  client = new OpenAI({ baseURL: server.baseUrl, apiKey: 'none', maxRetries: 0 });
});
afterAll(() => server.stop());

test('a recording is transcribed, the same whole and streamed', async () => {
  const file = await recording(440);
  const settings = { model: server.model, temperature: 0 };
  const whole = await client.audio.transcriptions.create({ ...settings, file });
  expect(whole.text).not.toBe('');
  expect(whole.usage).toMatchObject({
    type: 'tokens',
    input_token_details: { audio_tokens: 47 },
  });
  const stream = await client.audio.transcriptions.create({
    ...settings,
    file,
    stream: true,
  });
  let text = '';
  let done = '';
  for await (const event of stream) {
    if (event.type === 'transcript.text.delta') text += event.delta;
    if (event.type === 'transcript.text.done') done = event.text;
  }
  expect(text).toBe(whole.text);
  expect(done).toBe(whole.text);
  const asText = await client.audio.transcriptions.create({
    ...settings,
    file,
    response_format: 'text',
  });
  expect(asText).toBe(whole.text);
});

test('a chat takes recordings, and counts their tokens', async () => {
  const data = wav(220).toString('base64');
  const { usage } = await client.chat.completions.create({
    model: server.model,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: ' ba de' },
          { type: 'input_audio', input_audio: { data, format: 'wav' } },
        ],
      },
    ],
    max_tokens: 4,
  });
  expect(usage?.prompt_tokens_details?.audio_tokens).toBe(47);
  expect(usage?.prompt_tokens).toBeGreaterThan(47);
});

test('what is no recording is refused', async () => {
  const file = await toFile(Buffer.from('I am a recording, am I not?'), 'tone.wav');
  const asked = client.audio.transcriptions.create({ model: server.model, file });
  await expect(asked).rejects.toThrow(BadRequestError);
  await expect(asked).rejects.toMatchObject({ param: 'file', code: 'invalid_value' });
});

test('times are refused, which no model here tells', async () => {
  const file = await recording(440);
  const asked = client.audio.transcriptions.create({
    model: server.model,
    file,
    response_format: 'srt',
  });
  await expect(asked).rejects.toThrow(BadRequestError);
});

test('a model is named as everywhere', async () => {
  const file = await recording(440);
  const asked = client.audio.transcriptions.create({ model: 'whisper-1', file });
  await expect(asked).rejects.toThrow(NotFoundError);
});
