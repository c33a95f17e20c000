// What another server answers on behalf of this one, as the official client sees it.

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { FakeEngine } from '@samewire/engine/testing';
import { buildServer, type ServerConfig } from '@samewire/server';
import OpenAI, { NotFoundError, toFile } from 'openai';
import { describe, expect, test } from 'vitest';

interface Asked {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer = 'hangs up' | { status: number; type: string; body: string };

const key = 'sk-upstream-test-0123456789';
const judged = {
  status: 200,
  type: 'application/json',
  body: '{"id":"modr-1","model":"guard","results":[{"flagged":true}]}',
};

/** A client of a server that hands requests over to one with the given answer. */
async function withUpstream(
  answer: Answer,
  use: (client: OpenAI, asked: Asked[]) => Promise<void>,
  more: Partial<ServerConfig> = {},
): Promise<void> {
  const asked: Asked[] = [];
  const upstream = createServer((request, response) => {
    const { url, headers } = request;
    void text(request).then((body) => {
      asked.push({ url, headers, body });
      if (answer === 'hangs up') return response.destroy();
      response.writeHead(answer.status, { 'content-type': answer.type });
      return response.end(answer.body);
    });
  });
  await new Promise<void>((done) => upstream.listen(0, '127.0.0.1', done));
  const { port } = upstream.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/v1`;
  try {
    await withClient({ moderationsUrl: url, audioUrl: `${url}/`, ...more }, (client) =>
      use(client, asked),
    );
  } finally {
    upstream.close();
  }
}

async function withClient(
  config: Partial<ServerConfig>,
  use: (client: OpenAI) => Promise<void>,
): Promise<void> {
  const server = await buildServer({
    engine: new FakeEngine(),
    config: { model: { id: 'tiny' }, apiKeys: [key], ...config },
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  try {
    await use(new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 }));
  } finally {
    await server.close();
  }
}

const recording = () => toFile(Buffer.from('RIFF'), 'a.wav');

describe('moderations', () => {
  test('are answered by the server that was set', async () => {
    await withUpstream(judged, async (client, asked) => {
      const moderation = await client.moderations.create({ input: 'Hi', model: 'guard' });
      expect(moderation.results[0]?.flagged).toBe(true);
      expect(asked[0]).toMatchObject({
        url: '/v1/moderations',
        body: '{"input":"Hi","model":"guard"}',
      });
    });
  });

  test('pass on a key of their own, and never the client’s', async () => {
    const own = { upstreamKey: 'sk-other' };
    await withUpstream(
      judged,
      async (client, asked) => {
        await client.moderations.create({ input: 'Hi' });
        expect(asked[0]?.headers.authorization).toBe('Bearer sk-other');
        expect(JSON.stringify(asked[0]?.headers)).not.toContain(key);
      },
      own,
    );
    await withUpstream(judged, async (client, asked) => {
      await client.moderations.create({ input: 'Hi' });
      expect(asked[0]?.headers).not.toHaveProperty('authorization');
    });
  });

  test('may be made in batches', async () => {
    await withUpstream(judged, async (client) => {
      const line = {
        custom_id: 'a',
        method: 'POST',
        url: '/v1/moderations',
        body: { input: 'Hi' },
      };
      const file = await client.files.create({
        file: await toFile(Buffer.from(JSON.stringify(line)), 'in.jsonl'),
        purpose: 'batch',
      });
      const { id } = await client.batches.create({
        input_file_id: file.id,
        endpoint: '/v1/moderations',
        completion_window: '24h',
      });
      await expect
        .poll(() => client.batches.retrieve(id))
        .toMatchObject({ status: 'completed', request_counts: { completed: 1 } });
    });
  });

  test('are an unknown URL where no server was set, with the setting in the message', async () => {
    await withClient({}, async (client) => {
      const asked = client.moderations.create({ input: 'Hi' });
      await expect(asked).rejects.toThrow(NotFoundError);
      await expect(asked).rejects.toMatchObject({
        code: 'unknown_url',
        message: expect.stringContaining('moderations-url'),
      });
    });
  });
});

describe('transcriptions', () => {
  test('are answered by the server that was set', async () => {
    const heard = { status: 200, type: 'application/json', body: '{"text":"Hello."}' };
    await withUpstream(heard, async (client, asked) => {
      const { text: said } = await client.audio.transcriptions.create({
        file: await recording(),
        model: 'whisper-1',
      });
      expect(said).toBe('Hello.');
      expect(asked[0]?.url).toBe('/v1/audio/transcriptions');
      expect(asked[0]?.headers['content-type']).toMatch(/^multipart\/form-data/);
      expect(asked[0]?.body).toContain('RIFF');
      expect(asked[0]?.body).toContain('whisper-1');
    });
  });

  test('are streamed as they come', async () => {
    const events = [
      { type: 'transcript.text.delta', delta: 'Hel' },
      { type: 'transcript.text.done', text: 'Hello.' },
    ];
    const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
    const streamed = { status: 200, type: 'text/event-stream', body };
    await withUpstream(streamed, async (client) => {
      const stream = await client.audio.transcriptions.create({
        file: await recording(),
        model: 'm',
        stream: true,
      });
      expect(await Array.fromAsync(stream)).toEqual(events);
    });
  });

  test('are refused beyond the size of a file', async () => {
    const heard = { status: 200, type: 'application/json', body: '{"text":"Hello."}' };
    await withUpstream(
      heard,
      async (client) => {
        const file = await toFile(Buffer.alloc(4096), 'a.wav');
        const asked = client.audio.transcriptions.create({ file, model: 'm' });
        await expect(asked).rejects.toMatchObject({ status: 413 });
      },
      { maxFileBytes: 1024 },
    );
  });
});

describe('a server that was set', () => {
  test('tells its own errors', async () => {
    const refusal = {
      status: 400,
      type: 'application/json',
      body: '{"error":{"message":"No such model.","type":"invalid_request_error"}}',
    };
    await withUpstream(refusal, async (client) => {
      const asked = client.moderations.create({ input: 'Hi' });
      await expect(asked).rejects.toMatchObject({
        status: 400,
        message: expect.stringContaining('No such model.'),
      });
    });
  });

  test('that wants another key is not the client’s fault', async () => {
    const refusal = { status: 401, type: 'application/json', body: '{}' };
    await withUpstream(refusal, async (client) => {
      const asked = client.moderations.create({ input: 'Hi' });
      await expect(asked).rejects.toMatchObject({ status: 502 });
    });
  });

  test('that hangs up is a 502', async () => {
    await withUpstream('hangs up', async (client) => {
      const asked = client.moderations.create({ input: 'Hi' });
      await expect(asked).rejects.toMatchObject({ status: 502 });
    });
  });

  test('that is not there is a 502 without its address', async () => {
    await withClient({ moderationsUrl: 'http://127.0.0.1:1/v1' }, async (client) => {
      const asked = client.moderations.create({ input: 'Hi' });
      await expect(asked).rejects.toMatchObject({ status: 502 });
      await expect(asked).rejects.not.toThrow('127.0.0.1');
    });
  });
});
