import { buffer } from 'node:stream/consumers';
import { Mock, readCassette, writeCassette } from '@samewire/mock';
import { startMockServer } from '@samewire/mock/server';
import OpenAI, { toFile } from 'openai';
import { expect, onTestFinished, test } from 'vitest';
import { startUpstream } from '../support/upstream.ts';

/** Every byte there is, so that none can be taken for text. */
const bytes = Uint8Array.from({ length: 1024 }, (_, index) => (index * 7) % 256);

/** What is asked of each endpoint; what comes back, as text or as bytes. */
const endpoints: Readonly<Record<string, (client: OpenAI) => Promise<unknown>>> = {
  'a chat completion': (client) =>
    client.chat.completions.create({ model: 'm', messages: [] }),
  'a text completion': (client) =>
    client.completions.create({ model: 'm', prompt: 'Hi' }),
  'a response': (client) => client.responses.create({ model: 'm', input: 'Hi' }),
  'a response by its id': (client) => client.responses.retrieve('resp_1'),
  'a conversation': (client) => client.conversations.create({}),
  embeddings: (client) => client.embeddings.create({ model: 'm', input: 'Hi' }),
  'a moderation': (client) => client.moderations.create({ input: 'Hi' }),
  'the models': (client) => client.models.list(),
  'a file that is sent': async (client) =>
    client.files.create({ purpose: 'batch', file: await toFile(bytes, 'a.jsonl') }),
  'the files': (client) => client.files.list({ limit: 3 }),
  'the content of a file': async (client) =>
    Buffer.from(await (await client.files.content('file_1')).arrayBuffer()),
  'a file that is deleted': (client) => client.files.delete('file_1'),
  'an upload': (client) =>
    client.uploads.create({ bytes: 4, filename: 'a', mime_type: 'b', purpose: 'batch' }),
  'a batch': (client) =>
    client.batches.create({
      completion_window: '24h',
      endpoint: '/v1/chat/completions',
      input_file_id: 'file_1',
    }),
  'a batch by its id': (client) => client.batches.retrieve('batch_1'),
  'an image': (client) => client.images.generate({ model: 'm', prompt: 'a fox' }),
  'an image that is changed': async (client) =>
    client.images.edit({ prompt: 'red', image: await toFile(bytes, 'fox.png') }),
  speech: async (client) => {
    const spoken = await client.audio.speech.create({
      model: 'm',
      voice: 'alloy',
      input: 'Hi',
    });
    return Buffer.from(await spoken.arrayBuffer());
  },
  'a transcription': async (client) =>
    client.audio.transcriptions.create({
      model: 'm',
      file: await toFile(bytes, 'a.wav'),
    }),
  'a fine-tuning job': (client) =>
    client.fineTuning.jobs.create({ model: 'm', training_file: 'file_1' }),
  'a vector store': (client) => client.vectorStores.create({ name: 'notes' }),
};

/** Answers with what was asked, or with bytes where the API does. */
function startProvider(): Promise<string> {
  return startUpstream(async (request, response) => {
    const { length } = await buffer(request);
    if (/\/audio\/speech$|\/content$/.test(request.url ?? '')) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes);
      return;
    }
    const about = {
      id: 'x_1',
      asked: `${request.method} ${request.url}`,
      numBytes: length,
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...about, data: [], output: [], text: '€' }));
  });
}

async function startMock(mock: Mock, upstream?: string): Promise<OpenAI> {
  const server = await startMockServer(mock, upstream === undefined ? {} : { upstream });
  onTestFinished(() => server.close());
  return new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 });
}

test.each(Object.entries(endpoints))(
  'what was recorded of %s comes again with the same bytes',
  async (_, ask) => {
    const recorder = new Mock({ mode: 'record-all' });
    const live = await ask(await startMock(recorder, await startProvider()));
    const cassette = readCassette(writeCassette({ exchanges: [...recorder.recorded] }));
    const player = new Mock({ cassettes: [cassette] });
    const again = await ask(await startMock(player));
    expect(JSON.stringify(again)).toBe(JSON.stringify(live));
    expect(player.assertDone()).toBeUndefined();
  },
);
