import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCassettes, writeCassetteFile } from '@samewire/mock/server';
import { useMock } from '@samewire/mock/vitest';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chatExchange, chatRequest } from '../support/exchanges.ts';
import { startUpstream } from '../support/upstream.ts';

function cassetteFile(...exchanges: ReturnType<typeof chatExchange>[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'samewire-use-mock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'tape.yaml');
  if (exchanges.length > 0) writeCassetteFile(file, { exchanges });
  return file;
}

const init = { method: 'POST', body: Buffer.from(chatRequest().body) };

describe('useMock', () => {
  test('answers clients that take a base URL', async () => {
    const { baseURL, calls } = await useMock({ cassette: cassetteFile(chatExchange()) });
    const response = await fetch(`${baseURL}/chat/completions`, init);
    expect(await response.json()).toEqual({ ok: true });
    expect(calls()).toHaveLength(1);
  });

  test('answers clients that take a fetch', async () => {
    const used = await useMock({ cassette: cassetteFile(chatExchange()) });
    const response = await used.fetch('https://api.example/v1/chat/completions', init);
    expect(await response.json()).toEqual({ ok: true });
  });

  test('fails a test that asks too little', async () => {
    const { mock } = await useMock({ cassette: cassetteFile(chatExchange()) });
    expect(() => mock.assertDone()).toThrow('never asked');
    mock.decide(chatRequest());
  });

  test('takes the cassette of the name of the test', async () => {
    await expect(useMock()).rejects.toThrow(
      /cassettes\/usemock-takes-the-cassette-of-the-name-of-the-test\.yaml\. Record it:/,
    );
  });

  test('records', async () => {
    const upstream = await startUpstream(
      (_, response) => response.end('{"new":true}') && undefined,
    );
    const cassette = cassetteFile();
    const { baseURL } = await useMock({ cassette, mode: 'record-missing', upstream });
    await (await fetch(`${baseURL}/chat/completions`, init)).text();
    expect(readCassettes(cassette)[0]?.exchanges).toHaveLength(1);
  });
});
