import { get } from 'node:https';
import { join } from 'node:path';
import { writeCassette } from '@samewire/mock';
import { describe, expect, test } from 'vitest';
import { chatExchange, chatRequest } from '../support/exchanges.ts';
import { TestProcess } from '../support/test-process.ts';
import { startUpstream } from '../support/upstream.ts';

const cassette = writeCassette({ exchanges: [chatExchange()] });

function ask(url: string, body: object = {}): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: Buffer.from(chatRequest(body).body),
  });
}

describe('samewire mock serve', () => {
  test('prints one line of JSON with the address, and answers there', async () => {
    const process = new TestProcess();
    process.write('tapes/chat.yaml', cassette);
    const ended = process.run(['serve', 'tapes']);
    const url = await process.url();
    expect(await (await ask(url)).json()).toEqual({ ok: true });
    process.stop();
    expect(await ended).toBe(0);
  });

  test('answers over HTTPS, and says whom to trust', async () => {
    const process = new TestProcess();
    process.write('chat.yaml', cassette);
    const ended = process.run(['serve', 'chat.yaml', '--tls', '--tls-ca', 'ca.pem']);
    const url = await process.url();
    expect(url).toMatch(/^https:/);
    expect(JSON.parse(process.out)).toMatchObject({
      ca: join(process.folder, 'ca.pem'),
    });
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    get(`${url}/__mock/health`, { ca: process.read('ca.pem') }, (response) => {
      resolve(response.resume().statusCode);
    });
    expect(await promise).toBe(200);
    process.stop();
    expect(await ended).toBe(0);
  });

  test('says what was missed', async () => {
    const process = new TestProcess();
    process.write('chat.yaml', cassette);
    const ended = process.run(['serve', 'chat.yaml']);
    expect((await ask(await process.url(), { n: 2 })).status).toBe(501);
    process.stop();
    await ended;
    expect(process.err).toContain('+ n: 2');
  });

  test('stops with its parent, and fails if not everything was asked', async () => {
    const process = new TestProcess();
    process.write('chat.yaml', cassette);
    const flags = ['--until-input-ends', '--assert-done'];
    const ended = process.run(['serve', 'chat.yaml', ...flags]);
    await process.url();
    process.endInput();
    expect(await ended).toBe(1);
    expect(process.err).toMatch(/never asked: POST .*chat\.yaml, exchange 1/);
  });

  test('makes the faults of a file', async () => {
    const process = new TestProcess();
    process.write('chat.yaml', cassette);
    process.write('faults.yaml', '- fault: http-429\n  calls: [1]\n');
    const ended = process.run(['serve', 'chat.yaml', '--faults', 'faults.yaml']);
    const url = await process.url();
    expect([(await ask(url)).status, (await ask(url)).status]).toEqual([429, 200]);
    process.stop();
    await ended;
  });

  test.each<[string[], number, RegExp]>([
    [['serve', 'gone.yaml'], 1, /gone\.yaml: there is no such file/],
    [['serve', '--mode', 'play'], 2, /expected a mode, one of replay, .* not 'play'/],
    [['serve', '--mode', 'record-all'], 2, /needs a file to write: --record-to/],
    [
      ['serve', '--speed', 'fast'],
      2,
      /expected a number from 0 on for --speed, not 'fast'/,
    ],
    [['serve', '--repeat', 'x'], 2, /expected error or last/],
    [['serve', '--tls-cert', 'x.pem'], 2, /--tls-cert and --tls-key go together/],
    [['serve', '--tls-cert', 'x', '--tls-key', 'y'], 2, /cannot read x/],
    [['record', 'x.yaml'], 2, /needs a provider to ask: --upstream/],
    [['record', 'x.yaml', '--upstream', 'openai'], 2, /expected an address/],
    [['sing'], 2, /unknown command 'sing'\nType .* --help for what can be typed/],
  ])('%j ends with %i and the reason', async (argv, exitCode, reason) => {
    const process = new TestProcess();
    expect(await process.run(argv)).toBe(exitCode);
    expect(process.err).toMatch(reason);
  });

  test('asks no provider where CI is set, unless it is meant', async () => {
    const process = new TestProcess();
    const argv = ['record', 'x.yaml', '--upstream', 'http://127.0.0.1:9'];
    expect(await process.run(argv, { CI: 'true' })).toBe(2);
    expect(process.err).toContain('SAMEWIRE_MOCK_ONLINE=1');
  });
});

describe('samewire mock record', () => {
  test('writes what a provider answers, once for each request', async () => {
    let numAsked = 0;
    const upstream = await startUpstream((_, response) => {
      numAsked += 1;
      response.end('{"from":"upstream"}');
    });
    const process = new TestProcess();
    for (let run = 0; run < 2; run++) {
      process.out = '';
      const ended = process.run(['record', 'tapes/new.yaml', '--upstream', upstream]);
      expect(await (await ask(await process.url())).json()).toEqual({ from: 'upstream' });
      process.stop();
      expect(await ended).toBe(0);
    }
    expect(numAsked).toBe(1);
    expect(process.read('tapes/new.yaml')).toContain(`text: '{"from":"upstream"}'`);
  });
});

describe('samewire mock check', () => {
  test('names secrets and fails', async () => {
    const process = new TestProcess();
    const exchange = chatExchange({}, { mail: 'jane@acme.com' });
    process.write('tapes/a.yaml', writeCassette({ exchanges: [exchange] }));
    expect(await process.run(['check', 'tapes'])).toBe(0);
    expect(process.out).toBe('1 cassette, 1 exchange, all readable\n');
    expect(await process.run(['check', '--secrets', 'tapes'])).toBe(1);
    expect(process.err).toMatch(
      /a\.yaml, exchange 1, response body: an e-mail address\n$/,
    );
  });

  test('says where a cassette is wrong', async () => {
    const process = new TestProcess();
    process.write('a.yaml', 'version: 1\n');
    expect(await process.run(['check', 'a.yaml'])).toBe(1);
    expect(process.err).toMatch(/a\.yaml: expected the field 'exchanges'/);
  });
});

describe('samewire mock import', () => {
  const recording = {
    request: {
      method: 'POST',
      url: 'https://x/v1/chat/completions',
      headers: {},
      body: { b64: '' },
    },
    response: { status: 200, headers: { 'set-cookie': 'a=1' }, body: null },
    chunks: [{ b64: Buffer.from('data: 1\n\n').toString('base64') }],
  };

  test('writes a cassette for each file', async () => {
    const process = new TestProcess();
    process.write('in/one.json', JSON.stringify(recording));
    expect(await process.run(['import', 'in/one.json', '--out', 'out'])).toBe(0);
    expect(process.out).toBe('1 of 1 files can be replayed exactly\n');
    expect(process.read('out/one.yaml')).toContain("sse: '1'");
  });

  test('fails, with the reason, where a file cannot be replayed exactly', async () => {
    const process = new TestProcess();
    process.write('body.json', '{"object":"chat.completion"}');
    process.write('odd.json', '"text"');
    const files = ['body.json', 'odd.json'];
    expect(await process.run(['import', ...files, '--out', 'out'])).toBe(1);
    expect(process.err).toMatch(
      /body\.json, exchange 1, status: the status was not kept/,
    );
    expect(process.err).toMatch(/odd\.json: unknown format/);
    expect(process.out).toBe('0 of 2 files can be replayed exactly\n');
  });

  test('takes secrets out where it is asked to', async () => {
    const process = new TestProcess();
    process.write('one.json', JSON.stringify(recording));
    await process.run(['import', 'one.json', '--out', 'out', '--redact']);
    expect(process.read('out/one.yaml')).not.toContain('set-cookie');
  });
});
