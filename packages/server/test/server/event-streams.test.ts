import { EngineError } from '@samewire/engine';
import { describe, expect, test } from 'vitest';
import { Gate } from '../support/gate.ts';
import { RawClient } from '../support/raw-client.ts';
import { withListeningServer } from '../support/test-server.ts';

const stream = { stream: true };

describe('a stream', () => {
  test('begins before the model has found its first token', async () => {
    const gate = new Gate();
    await withListeningServer(
      { engine: { beforePiece: () => gate.pass() } },
      async ({ port }) => {
        const client = await RawClient.ask(port, stream);
        await client.readUntil('"role":"assistant"');
        expect(client.received).toContain('HTTP/1.1 200 OK');
        gate.open();
        await client.readUntil('[DONE]');
      },
    );
  });

  test('is told to be alive when nothing happens', async () => {
    const gate = new Gate();
    await withListeningServer(
      { engine: { beforePiece: () => gate.pass() }, config: { keepAliveMs: 20 } },
      async ({ port }) => {
        const client = await RawClient.ask(port, stream);
        await client.readUntil(': keep-alive\n\n');
        gate.open();
        await client.readUntil('[DONE]');
        expect(client.received).not.toContain('data: : keep-alive');
      },
    );
  });

  test('that fails ends with the error and without [DONE]', async () => {
    await withListeningServer(
      { engine: { beforePiece: failAtThird } },
      async ({ port }) => {
        const client = await RawClient.ask(port, stream, {
          headers: ['connection: close'],
        });
        const answer = await client.readToEnd();
        expect(answer).toContain('"content":" How"');
        expect(answer).toContain(
          'data: {"error":{"message":"The engine stopped while answering and is being ' +
            'restarted. Please try again.","type":"server_error","param":null,' +
            '"code":"engine_lost"}}\n\n',
        );
        expect(answer).not.toContain('[DONE]');
      },
    );
  });

  test('leaves the connection usable for the next request', async () => {
    await withListeningServer({}, async ({ port }) => {
      const client = await RawClient.ask(port, stream);
      await client.readUntil('0\r\n\r\n');
      client.received = '';
      client.socket.write('GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n');
      await client.readUntil('{"status":"ok"}');
      expect(client.received).toContain('HTTP/1.1 200 OK');
    });
  });

  test('waits its turn behind the requests before it on the same connection', async () => {
    const gate = new Gate();
    await withListeningServer(
      {
        engine: {
          // The first answer is held until the second is complete.
          beforePiece: ({ index }) => (index === 1 ? gate.pass() : undefined),
        },
      },
      async ({ port }) => {
        const client = await RawClient.ask(port, {});
        await gate.reached;
        client.socket.write(streamRequest());
        gate.open();
        await client.readUntil('[DONE]');
        const whole = client.received.indexOf('"chat.completion"');
        const chunk = client.received.indexOf('"chat.completion.chunk"');
        expect(whole).toBeGreaterThan(0);
        expect(chunk).toBeGreaterThan(whole);
      },
    );
  });

  test('for a client of HTTP/1.0 has no chunked framing', async () => {
    await withListeningServer({}, async ({ port }) => {
      const client = await RawClient.ask(port, stream, { httpVersion: '1.0' });
      const answer = await client.readToEnd();
      const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
      expect(answer).not.toContain('transfer-encoding');
      expect(body.startsWith('data: {')).toBe(true);
      expect(body.endsWith('data: [DONE]\n\n')).toBe(true);
    });
  });
});

function failAtThird({ index }: { index: number }): void {
  if (index === 2) throw new EngineError('engine-lost', 'gone');
}

function streamRequest(): string {
  const body = JSON.stringify({
    model: 'tiny',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  });
  return (
    'POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n' +
    `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  );
}
