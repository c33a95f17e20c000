import { Mock, type MockOptions } from '@samewire/mock';
import { startMockServer } from '@samewire/mock/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chatExchange, chatRequest } from '../support/exchanges.ts';

async function start(options: MockOptions = {}) {
  const mock = new Mock({
    cassettes: [{ name: 'a.yaml', exchanges: [chatExchange()] }],
    ...options,
  });
  const server = await startMockServer(mock);
  onTestFinished(() => server.close());
  const control = async (method: string, name: string, body?: unknown) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${server.url}/__mock/${name}`, init);
    return { status: response.status, body: await response.json() };
  };
  const ask = async (session: string, body: object = {}) => {
    const sent = Buffer.from(chatRequest(body).body);
    const headers = { authorization: 'Bearer sk-live-1234' };
    const url = `${server.url}/s/${session}/v1/chat/completions`;
    return (await fetch(url, { method: 'POST', body: sent, headers })).status;
  };
  return { control, ask };
}

describe('the control API', () => {
  test('says mode and cassettes', async () => {
    const { control } = await start();
    expect((await control('GET', 'health')).body).toEqual({
      ok: true,
      mode: 'replay',
      cassettes: ['a.yaml'],
    });
  });

  test('lists the calls of a session, without keys', async () => {
    const { control, ask } = await start();
    await ask('one');
    await ask('two', { n: 2 });
    const { body } = await control('GET', 'calls?session=one');
    expect(body).toMatchObject([
      { session: 'one', outcome: 'replayed', status: 200, body: { model: 'm' } },
    ]);
    expect(JSON.stringify(body)).not.toContain('sk-live');
  });

  test('says whether a session is done', async () => {
    const { control, ask } = await start();
    expect((await control('POST', 'assert-done?session=one')).status).toBe(409);
    await ask('one');
    expect(await control('POST', 'assert-done?session=one')).toEqual({
      status: 200,
      body: { done: true },
    });
  });

  test('begins sessions anew, on the cassettes it is told', async () => {
    const { control, ask } = await start();
    expect([await ask('one'), await ask('one')]).toEqual([200, 501]);
    await control('POST', 'sessions', { id: 'one', cassettes: ['a.yaml'] });
    expect(await ask('one')).toBe(200);
    const { status, body } = await control('POST', 'sessions', {
      id: 'x',
      cassettes: ['b'],
    });
    expect([status, body]).toEqual([409, { error: "no cassette 'b'; there are a.yaml" }]);
  });

  test('forgets everything', async () => {
    const { control, ask } = await start();
    await ask('one');
    await control('POST', 'reset');
    expect((await control('GET', 'calls')).body).toEqual([]);
    expect(await ask('one')).toBe(200);
  });

  test('sets faults, and says what is wrong with them', async () => {
    const { control, ask } = await start();
    await control('POST', 'faults', { fault: 'http-429', calls: [1] });
    expect([await ask('one'), await ask('one')]).toEqual([429, 200]);
    await control('DELETE', 'faults');
    expect(await ask('two')).toBe(200);
    expect(await control('PUT', 'faults', [{ fault: 'http-418' }])).toMatchObject({
      status: 400,
      body: {
        error: expect.stringMatching(/^body: \[0\]\.fault: expected one of http-429, /),
      },
    });
    expect(
      await control('POST', 'faults', { fault: 'connection-refused' }),
    ).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('POST /__mock/refuse') },
    });
  });

  test('changes the mode, but not in lockdown', async () => {
    const { control } = await start();
    expect((await control('PUT', 'mode', { mode: 'lockdown' })).status).toBe(200);
    expect((await control('PUT', 'mode', { mode: 'replay' })).status).toBe(409);
  });

  test('has nobody listening for a while', async () => {
    const { control } = await start();
    await control('POST', 'refuse', { ms: 50 });
    const isUp = () =>
      control('GET', 'health').then(
        () => true,
        () => false,
      );
    await expect.poll(isUp, { interval: 5 }).toBe(false);
    await expect.poll(isUp, { interval: 5 }).toBe(true);
  });

  test('names what it knows where it is asked for something else', async () => {
    const { control } = await start();
    expect(await control('GET', 'secrets')).toMatchObject({
      status: 404,
      body: {
        error: expect.stringMatching(/^unknown: GET secrets\. Known are GET health, /),
      },
    });
  });
});
