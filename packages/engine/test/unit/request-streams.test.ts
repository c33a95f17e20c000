import { expect, test, vi } from 'vitest';
import { EngineError } from '@samewire/engine';
import { type Acceptance, RequestStreams } from '../../src/request-streams.ts';

const acceptance: Acceptance = { numPromptTokens: 3 };

function makeStreams() {
  const control = {
    cancel: vi.fn<(id: number) => void>(),
    setParked: vi.fn<() => void>(),
  };
  return { streams: new RequestStreams(control), control };
}

/** A request that the engine has accepted, with what may abort it. */
async function startRequest() {
  const { streams, control } = makeStreams();
  const client = new AbortController();
  const events = streams.stream(1, async () => acceptance, client.signal);
  await events.next();
  return { streams, control, client, events };
}

test('a request is submitted when its first event is asked for, and once', async () => {
  const { streams } = makeStreams();
  const submit = vi.fn<() => Promise<Acceptance>>(async () => acceptance);
  const events = streams.stream(1, submit, undefined);
  expect(submit).not.toHaveBeenCalled();
  expect(await events.next()).toEqual({
    done: false,
    value: { type: 'accepted', ...acceptance },
  });
  void events.next();
  expect(submit).toHaveBeenCalledTimes(1);
});

test('who leaves before asking for anything submits nothing', async () => {
  const { streams } = makeStreams();
  const submit = vi.fn<() => Promise<Acceptance>>(async () => acceptance);
  const events = streams.stream(1, submit, undefined);
  await events.return();
  expect(await events.next()).toEqual({ done: true, value: undefined });
  expect(submit).not.toHaveBeenCalled();
});

test('a refusal comes from the first event that is asked for', async () => {
  const { streams } = makeStreams();
  const refusal = new EngineError('queue-full', 'full');
  const events = streams.stream(1, async () => Promise.reject(refusal), undefined);
  await expect(events.next()).rejects.toBe(refusal);
});

test('an abort cancels a request that runs', async () => {
  const { control, client } = await startRequest();
  client.abort();
  expect(control.cancel).toHaveBeenCalledTimes(1);
});

test('an abort while a request is submitted cancels it', async () => {
  const { streams, control } = makeStreams();
  const client = new AbortController();
  const submitted = Promise.withResolvers<Acceptance>();
  const events = streams.stream(1, () => submitted.promise, client.signal);
  const first = events.next();
  client.abort();
  submitted.resolve(acceptance);
  await first;
  expect(control.cancel).toHaveBeenCalledTimes(1);
});

test('an abort after the reader has left cancels nothing a second time', async () => {
  const { control, client, events } = await startRequest();
  await events.return();
  client.abort();
  expect(control.cancel).toHaveBeenCalledTimes(1);
});

test('an abort after an engine was lost cancels nothing', async () => {
  const { streams, control, client, events } = await startRequest();
  const lost = new EngineError('engine-lost', 'gone');
  streams.failAll(lost);
  await expect(events.next()).rejects.toBe(lost);
  client.abort();
  expect(control.cancel).not.toHaveBeenCalled();
});
