import type { ChatMediaPart, EngineRequest } from '@samewire/engine';
import { describe, expect, test } from 'vitest';
import { form } from '../support/multipart.ts';
import {
  chatRequest,
  createTestServer,
  eventsOf,
  messagesRequest,
  type TestServerOptions,
} from '../support/test-server.ts';

const bytes = Buffer.from('a picture, says its sender');
const base64 = bytes.toString('base64');
const dataUrl = `data:image/png;base64,${base64}`;
const reading = { readsImages: true, readsAudio: true };

function imagePart(url = dataUrl) {
  return { type: 'image_url', image_url: { url, detail: 'low' } };
}

function userMessage(content: unknown) {
  return { messages: [{ role: 'user', content }] };
}

async function serve(options: TestServerOptions['engine'] = {}) {
  return createTestServer({ engine: { model: reading, ...options } });
}

/** The messages that the engine gets. */
function messagesOf(request: EngineRequest | undefined) {
  return request?.prompt.kind === 'chat' ? request.prompt.messages : undefined;
}

function image(name: string): ChatMediaPart {
  return { type: 'image', data: bytes, name };
}

describe('media of a chat', () => {
  test('reach the engine in their order, and the texts between them stay apart', async () => {
    const { server, engine } = await serve();
    const content = [
      { type: 'text', text: 'This ' },
      { type: 'text', text: 'is' },
      imagePart(),
      { type: 'text', text: 'and this' },
      { type: 'input_audio', input_audio: { data: base64, format: 'wav' } },
    ];
    const response = await server.inject(chatRequest(userMessage(content)));
    expect(response.statusCode).toBe(200);
    expect(messagesOf(engine.requests[0])).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'This is' },
          image('messages[0].content[2].image_url.url'),
          { type: 'text', text: 'and this' },
          { type: 'audio', data: bytes, name: 'messages[0].content[4].input_audio.data' },
        ],
      },
    ]);
  });

  test('are decided by content: the type in a data URL is only looked at for its kind', async () => {
    const { server } = await serve();
    const url = `data:IMAGE/jpeg;charset=x;base64,${base64}`;
    const response = await server.inject(chatRequest(userMessage([imagePart(url)])));
    expect(response.statusCode).toBe(200);
  });

  test.each<[string, string]>([
    ['http://127.0.0.1:1/a.png', 'does not fetch images'],
    ['HTTPS://example.com/a.png', 'does not fetch images'],
    ['file:///etc/passwd', 'Expected a data URL'],
    ['not a url', 'Expected a data URL'],
    ['data:image/png,plain', 'Expected a data URL in base64'],
    ['data:image/png;base64', 'Expected a data URL in base64'],
    ['data:image/png;base64,', 'Expected base64, but got nothing'],
    ['data:image/png;base64,&&&&', 'Expected valid base64'],
    ['data:text/html;base64,PGgxPg==', "of the type 'text/html'"],
  ])('are refused where the URL is %s', async (url, sentence) => {
    const { server, engine } = await serve();
    const content = [{ type: 'text', text: 'Look' }, imagePart(url)];
    const response = await server.inject(chatRequest(userMessage(content)));
    expect(response.statusCode).toBe(400);
    const param = 'messages[0].content[1].image_url.url';
    expect(response.json().error).toMatchObject({ param, code: 'invalid_value' });
    expect(response.json().error.message).toContain(sentence);
    expect(engine.requests).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['nothing but text', {}, 'of type text'],
    ['images', { readsImages: true }, 'either text or image_url type'],
  ])('are refused where the model reads %s', async (_name, model, expected) => {
    const { server } = await createTestServer({ engine: { model } });
    const content = [{ type: 'input_audio', input_audio: { data: '', format: 'mp3' } }];
    const response = await server.inject(chatRequest(userMessage(content)));
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toMatchObject({
      message: `Invalid 'messages[0]'. Content blocks are expected to be ${expected}.`,
      param: 'messages[0]',
    });
  });

  test('are no text that the context length could be too short for', async () => {
    const { server } = await createTestServer({
      engine: { model: { ...reading, contextLength: 16 } },
    });
    const large = `data:image/png;base64,${'A'.repeat(4000)}`;
    const response = await server.inject(chatRequest(userMessage([imagePart(large)])));
    expect(response.statusCode).toBe(200);
  });
});

function responseRequest(content: unknown) {
  const payload = { model: 'tiny', input: [{ role: 'user', content }] };
  return { method: 'POST' as const, url: '/v1/responses', payload };
}

describe('images of a response', () => {
  test('reach the engine, in this turn and in the next', async () => {
    const { server, engine } = await serve();
    const first = await server.inject(
      responseRequest([
        { type: 'input_text', text: 'Look' },
        { type: 'input_image', image_url: dataUrl, detail: 'auto' },
      ]),
    );
    expect(first.statusCode).toBe(200);
    const payload = {
      model: 'tiny',
      input: 'And?',
      previous_response_id: first.json().id,
    };
    await server.inject({ method: 'POST', url: '/v1/responses', payload });
    expect(engine.requests.map((asked) => messagesOf(asked)?.[0]?.content)).toEqual(
      // What was said before stands nowhere in the request.
      ['input[0].content[1].image_url', 'input'].map((name) => [
        { type: 'text', text: 'Look' },
        image(name),
      ]),
    );
  });

  test('may be uploaded files of the same owner', async () => {
    const { server, engine } = await serve();
    const upload = form('/v1/files', { purpose: 'vision' }, ['file', 'a.png', bytes]);
    const { id } = (await server.inject(upload)).json();
    const uploaded = await server.inject(
      responseRequest([{ type: 'input_image', file_id: id }]),
    );
    expect(uploaded.statusCode).toBe(200);
    expect(messagesOf(engine.requests[0])?.[0]?.content).toEqual([
      image('input[0].content[0].file_id'),
    ]);
    const unknown = { type: 'input_image', file_id: 'file-1' };
    const response = await server.inject(responseRequest([unknown]));
    expect(response.statusCode).toBe(404);
    expect(response.json().error.message).toBe('No such File object: file-1');
  });

  test.each<[object, string, string]>([
    [
      { image_url: 'https://example.com/a.png' },
      'does not fetch images',
      'input[0].content[0].image_url',
    ],
    [{}, "needs an 'image_url'", 'input[0].content[0]'],
  ])('are refused as %j', async (source, sentence, param) => {
    const { server } = await serve();
    const response = await server.inject(
      responseRequest([{ type: 'input_image', ...source }]),
    );
    expect(response.statusCode).toBe(400);
    expect(response.json().error.message).toContain(sentence);
    expect(response.json().error.param).toBe(param);
  });
});

describe("images in Anthropic's form", () => {
  const block = { type: 'image', source: { type: 'base64', data: base64 } };

  test('reach the engine, from the user and from tools', async () => {
    const { server, engine } = await serve();
    const messages = [
      { role: 'user', content: [{ type: 'text', text: 'Look' }, block] },
      { role: 'user', content: 'please' },
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 't', name: 'f', input: {} }],
      },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 't', content: [block] }],
      },
    ];
    const response = await server.inject(messagesRequest({ messages }));
    expect(response.statusCode).toBe(200);
    const [user, , tool] = messagesOf(engine.requests[0]) ?? [];
    expect(user?.content).toEqual([
      { type: 'text', text: 'Look' },
      image('messages.0.content.1.source.data'),
      { type: 'text', text: '\nplease' },
    ]);
    expect(tool?.content).toEqual([image('messages.3.content.0.content.0.source.data')]);
  });

  test.each<[object, string]>([
    [
      { type: 'url', url: 'https://example.com/a.png' },
      'source.url: Expected a data URL',
    ],
    [{ type: 'base64', data: '&' }, 'source.data: Expected valid base64'],
  ])('are refused as %j', async (source, sentence) => {
    const { server } = await serve();
    const messages = [{ role: 'user', content: [{ type: 'image', source }] }];
    const response = await server.inject(messagesRequest({ messages }));
    expect(response.statusCode).toBe(400);
    expect(response.json().error.message).toContain(`messages.0.content.0.${sentence}`);
  });
});

function transcriptionRequest(fields: Record<string, string>) {
  const url = '/v1/audio/transcriptions';
  return form(url, { model: 'tiny', ...fields }, ['file', 'a.wav', bytes]);
}

describe('a transcription', () => {
  test('is what the model answers when it is asked for it, as llama-server asks', async () => {
    const { server, engine } = await serve({ reply: () => 'Hello there.' });
    const response = await server.inject(
      transcriptionRequest({ language: 'en', temperature: '0.2' }),
    );
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ text: 'Hello there.' });
    expect(messagesOf(engine.requests[0])).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Transcribe audio to text (language: en)' },
          { type: 'audio', data: bytes, name: 'file' },
        ],
      },
    ]);
    expect(engine.requests[0]?.sampling).toEqual({ temperature: 0.2 });
  });

  test('is a text or events where that is asked for', async () => {
    const { server } = await serve({ reply: () => 'Hello there.' });
    const text = await server.inject(transcriptionRequest({ response_format: 'text' }));
    expect(text.body).toBe('Hello there.');
    expect(text.headers['content-type']).toContain('text/plain');
    const stream = await server.inject(transcriptionRequest({ stream: 'true' }));
    const events = eventsOf(stream.body) as { type: string; text?: string }[];
    expect(events.at(-2)).toMatchObject({
      type: 'transcript.text.done',
      text: 'Hello there.',
    });
  });

  test.each<[string, Record<string, string>, object]>([
    ['times', { 'timestamp_granularities[]': 'word' }, { code: 'unsupported_parameter' }],
    ['a form with times', { response_format: 'srt' }, { param: 'response_format' }],
    ['a temperature that is none', { temperature: 'hot' }, { param: 'temperature' }],
    ['an unknown field', { bogus: '1' }, { param: 'bogus' }],
  ])('is refused with %s', async (_name, fields, error) => {
    const { server, engine } = await serve();
    const response = await server.inject(transcriptionRequest(fields));
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toMatchObject(error);
    expect(engine.requests).toEqual([]);
  });

  test('is refused without a file, and of more bytes than a body may have', async () => {
    const { server } = await createTestServer({
      engine: { model: reading },
      config: { maxBodyBytes: 2000 },
    });
    const url = '/v1/audio/transcriptions';
    const without = await server.inject(form(url, { model: 'tiny' }));
    expect(without.json().error).toMatchObject({ param: 'file' });
    const large = form(url, { model: 'tiny' }, ['file', 'a.wav', Buffer.alloc(4000)]);
    expect((await server.inject(large)).statusCode).toBe(413);
  });
});

describe('tokens of media', () => {
  test('are counted with those of the text', async () => {
    const { server } = await serve();
    const count = async (content: unknown) => {
      const { payload } = chatRequest(userMessage(content));
      const url = '/v1/chat/completions/input_tokens';
      const response = await server.inject({
        method: 'POST',
        url,
        payload: payload ?? {},
      });
      return response.json().input_tokens as number;
    };
    expect(await count([{ type: 'text', text: 'Hi' }, imagePart()])).toBeGreaterThan(
      await count('Hi'),
    );
  });
});
