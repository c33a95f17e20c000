import type { IncomingMessage } from 'node:http';
import { type Exchange, writeCassette } from '@samewire/mock';
import { readSignatures } from '@samewire/mock/drift';
import { describe, expect, test } from 'vitest';
import { chatRequest, jsonResponse, shortStream } from '../support/exchanges.ts';
import { TestProcess } from '../support/test-process.ts';
import { startUpstream } from '../support/upstream.ts';

const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' } }],
  usage: { prompt_tokens: 1, completion_tokens: 1 },
};

function jsonExchange(answer: object = completion, headers = {}): Exchange {
  const response = jsonResponse(answer);
  return {
    request: chatRequest(),
    response: {
      ...response,
      headers: [...response.headers, ...Object.entries<string>(headers)],
    },
  };
}

const streamExchange: Exchange = {
  request: chatRequest({ stream: true }),
  response: shortStream,
};

interface Provider {
  readonly url: string;
  readonly asked: IncomingMessage[];
}

/** A provider that answers every request so. */
async function providerOf(
  text: string,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Promise<Provider> {
  const asked: IncomingMessage[] = [];
  const url = await startUpstream((incoming, response) => {
    asked.push(incoming);
    response.writeHead(200, headers).end(text);
  });
  return { url, asked };
}

function processWith(...exchanges: readonly Exchange[]): TestProcess {
  const process = new TestProcess();
  process.write('tapes/chat.yaml', writeCassette({ exchanges }));
  return process;
}

describe('samewire mock check --live', () => {
  test('passes where only words differ', async () => {
    const message = { role: 'assistant', content: 'Something else, and longer.' };
    const { url } = await providerOf(
      JSON.stringify({ ...completion, choices: [{ index: 0, message }] }),
    );
    const process = processWith(jsonExchange());
    expect(await process.run(['check', 'tapes', '--live', url])).toBe(0);
    expect(process.out).toBe(
      'tapes/chat.yaml #1: no difference\n' +
        '1 answers: 0 drifted, 0 so that clients may break, 0 not compared\n',
    );
  });

  test('reports what was added, and passes', async () => {
    const { url } = await providerOf(JSON.stringify({ ...completion, cost: 0.1 }));
    const process = processWith(jsonExchange());
    expect(await process.run(['check', 'tapes', '--live', url])).toBe(0);
    expect(process.out).toContain('+ field cost is new: number');
  });

  test('reports what is missing and what changed, and fails', async () => {
    const { usage: _, ...rest } = completion;
    const { url } = await providerOf(JSON.stringify({ ...rest, id: 7 }));
    const process = processWith(jsonExchange(completion, { 'x-request-id': 'req_1' }));
    expect(await process.run(['check', 'tapes', '--live', url])).toBe(1);
    expect(process.out).toContain('- header x-request-id is missing; it was text');
    expect(process.out).toContain('- field usage is missing; it was object');
    expect(process.out).toContain('~ field id was string; now it is number');
    expect(process.out).toContain('1 drifted, 1 so that clients may break');
  });

  test('sees how a stream is written', async () => {
    const recorded = Buffer.concat(shortStream.chunks.map(({ bytes }) => bytes));
    const text = recorded
      .toString()
      .replaceAll('\n', '\r\n')
      .replace(/data: \[DONE\]\s*/, '');
    const { url } = await providerOf(text, { 'content-type': 'text/event-stream' });
    const process = processWith(streamExchange);
    expect(await process.run(['check', 'tapes', '--live', url])).toBe(1);
    expect(process.out).toContain('~ line ends was lf; now it is crlf');
    expect(process.out).toContain('~ [DONE] was yes; now it is no');
  });

  test('asks what was recorded, with a key that stands nowhere', async () => {
    const { url, asked } = await providerOf(JSON.stringify(completion));
    const process = processWith(jsonExchange());
    const argv = ['check', 'tapes', '--live', url];
    const header = ['--header', 'authorization: Bearer $MY_KEY'];
    expect(await process.run([...argv, ...header], { MY_KEY: 'sk-secret' })).toBe(0);
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/v1/chat/completions' });
    expect(asked[0]?.headers['authorization']).toBe('Bearer sk-secret');
    expect(process.out + process.err).not.toContain('sk-secret');
  });

  test('fails where a provider cannot be reached, or has nothing to be asked', async () => {
    const process = processWith(jsonExchange(), {
      match: { path: '/x' },
      response: jsonResponse({}),
    });
    const argv = ['check', 'tapes', '--live', 'http://127.0.0.1:1'];
    expect(await process.run(argv)).toBe(1);
    expect(process.err).toMatch(/chat\.yaml #1: not answered: .+/);
    expect(process.err).toMatch(/chat\.yaml #2: has a rule in place of a request/);
    expect(process.out).toContain('2 not compared');
  });

  test('asks no provider where CI is set, unless it is meant', async () => {
    const process = processWith(jsonExchange());
    const argv = ['check', 'tapes', '--live', 'http://127.0.0.1:1'];
    expect(await process.run(argv, { CI: '1' })).toBe(2);
    expect(process.err).toContain('SAMEWIRE_MOCK_ONLINE=1');
  });
});

describe('samewire mock check --signatures', () => {
  const argv = ['check', 'tapes', '--signatures', 'signatures.json'];

  test('holds cassettes to the structures that were committed', async () => {
    const process = processWith(jsonExchange(), streamExchange);
    expect(await process.run([...argv, '--update'])).toBe(0);
    const committed = process.read('signatures.json');
    expect(Object.keys(readSignatures(committed))).toEqual([
      'tapes/chat.yaml #1',
      'tapes/chat.yaml #2',
    ]);
    expect(committed).not.toContain('llo');
    expect(await process.run(argv)).toBe(0);
    const { choices: _, ...less } = completion;
    const exchanges = [jsonExchange(less), streamExchange];
    process.write('tapes/chat.yaml', writeCassette({ exchanges }));
    expect(await process.run(argv)).toBe(1);
    expect(process.out).toContain('- field choices is missing; it was list');
  });

  test('holds live answers to them, and can take over what changed', async () => {
    const process = processWith(jsonExchange());
    await process.run([...argv, '--update']);
    const { url } = await providerOf('{"id":"x"}');
    const live = [...argv, '--live', url];
    expect(await process.run(live)).toBe(1);
    expect(await process.run([...live, '--update'])).toBe(0);
    expect(await process.run(live)).toBe(0);
  });

  test('fails for an answer of which no structure is known', async () => {
    const process = processWith(jsonExchange());
    await process.run([...argv, '--update']);
    const exchanges = [jsonExchange(), streamExchange];
    process.write('tapes/chat.yaml', writeCassette({ exchanges }));
    expect(await process.run(argv)).toBe(1);
    expect(process.err).toContain(
      'chat.yaml #2: no signature is known; --update adds it',
    );
  });

  test('writes what it found as JSON', async () => {
    const process = processWith(jsonExchange());
    const { url } = await providerOf(JSON.stringify({ ...completion, cost: 1 }));
    await process.run(['check', 'tapes', '--live', url, '--report', 'drift.json']);
    expect(JSON.parse(process.read('drift.json'))).toEqual({
      version: 1,
      answers: [
        {
          name: 'tapes/chat.yaml #1',
          breaks: false,
          findings: [
            { kind: 'added', what: 'field', where: 'cost', is: 'number', breaks: false },
          ],
        },
      ],
    });
  });

  test.each<[string[], RegExp]>([
    [argv, /there is no .*signatures\.json; --update writes it/],
    [['check', 'tapes', '--update'], /need --signatures or --live/],
    [
      ['check', 'tapes', '--live', 'http://x', '--update'],
      /--update needs the file to write/,
    ],
    [['check', 'tapes', '--live', 'x'], /expected an address/],
    [
      ['check', 'tapes', '--live', 'http://x', '--header', 'key'],
      /expected a header .* not 'key'/,
    ],
    [
      ['check', 'tapes', '--live', 'http://x', '--header', 'a: $GONE'],
      /names GONE, which the environment lacks/,
    ],
  ])('%j is a wrong use, and says so', async (wrong, reason) => {
    const process = processWith(jsonExchange());
    expect(await process.run(wrong)).toBe(2);
    expect(process.err).toMatch(reason);
  });

  test('says where a file of signatures is wrong', async () => {
    const process = processWith(jsonExchange());
    process.write('signatures.json', '{"version":1,"signatures":{"a":{"status":"x"}}}');
    expect(await process.run(argv)).toBe(1);
    expect(process.err).toMatch(
      /signatures\.json: signatures\.a\.status: expected a number/,
    );
  });
});
