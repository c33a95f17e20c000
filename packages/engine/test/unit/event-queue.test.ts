import { expect, test } from 'vitest';
import {
  EngineError,
  type FinishEvent,
  type TextDeltaEvent,
  type TokenLogprob,
  type ToolCallDeltaEvent,
} from '@samewire/engine';
import { EventQueue } from '../../src/event-queue.ts';

function makeQueue(numChoices = 1) {
  const calls: string[] = [];
  let numEnds = 0;
  const queue = new EventQueue(numChoices, {
    setParked: (parked) => calls.push(parked ? 'park' : 'resume'),
    cancel: () => calls.push('cancel'),
    ended: () => numEnds++,
  });
  return { queue, calls, hasEnded: () => numEnds > 0 };
}

function delta(text: string, choice = 0): TextDeltaEvent {
  return { type: 'text-delta', choice, text };
}

function thought(text: string): TextDeltaEvent {
  return { type: 'reasoning-delta', choice: 0, text };
}

function part(call: number, text: string): ToolCallDeltaEvent {
  return { type: 'tool-call-delta', choice: 0, call, arguments: text };
}

function finish(choice = 0): FinishEvent {
  const timings = { queueMs: 0, prefillMs: 0, decodeMs: 0 };
  const counts = { numGeneratedTokens: 1, numReasoningTokens: 0, numCachedTokens: 0 };
  return { type: 'finish', choice, reason: 'length', ...counts, timings };
}

function entry(token: number): TokenLogprob {
  return { token, bytes: new Uint8Array(), logprob: -1, top: [] };
}

test('unread deltas of a choice are joined into one', async () => {
  const { queue } = makeQueue();
  queue.push(delta('a'));
  queue.push(delta('b'));
  queue.push(finish());
  expect(await Array.fromAsync(queue)).toEqual([delta('ab'), finish()]);
});

test('deltas of different choices keep their order', async () => {
  const { queue } = makeQueue(2);
  for (const event of [delta('a'), delta('x', 1), delta('b'), finish(), finish(1)]) {
    queue.push(event);
  }
  const events = await Array.fromAsync(queue);
  expect(events.slice(0, 3)).toEqual([delta('a'), delta('x', 1), delta('b')]);
});

test('log probabilities of joined deltas follow one another', async () => {
  const { queue } = makeQueue();
  queue.push({ ...delta('a'), logprobs: [entry(1)] });
  queue.push({ ...delta('b'), logprobs: [entry(2)] });
  queue.push(finish());
  const [first] = await Array.fromAsync(queue);
  expect(first).toMatchObject({ text: 'ab', logprobs: [{ token: 1 }, { token: 2 }] });
});

test('a reader who waits gets an event as soon as it comes', async () => {
  const { queue } = makeQueue();
  const next = queue.next();
  queue.push(delta('a'));
  expect(await next).toEqual({ done: false, value: delta('a') });
});

test('the producer is parked when too much is unread, and resumed when it is read', async () => {
  const { queue, calls } = makeQueue();
  for (let i = 0; i < 70; i++) queue.push(delta('x'.repeat(1024)));
  expect(calls).toEqual(['park']);
  await queue.next();
  expect(calls).toEqual(['park', 'resume']);
});

test('a reader who leaves early cancels, once', async () => {
  const { queue, calls } = makeQueue();
  queue.push(delta('a'));
  await queue.return();
  await queue.return();
  expect(calls).toEqual(['cancel']);
  expect(await queue.next()).toEqual({ done: true, value: undefined });
});

test('a reader who leaves after the end cancels nothing', async () => {
  const { queue, calls } = makeQueue();
  queue.push(finish());
  await Array.fromAsync(queue);
  expect(calls).toEqual([]);
});

test('an error reaches a waiting reader, after everything that came before it', async () => {
  const { queue } = makeQueue();
  queue.push(delta('a'));
  queue.fail(new EngineError('decode-failed', 'broken'));
  expect(await queue.next()).toEqual({ done: false, value: delta('a') });
  await expect(queue.next()).rejects.toMatchObject({ code: 'decode-failed' });
});

test('unread reasoning and parts of one call are joined too, but not with one another', async () => {
  const { queue } = makeQueue();
  queue.push(thought('a'));
  queue.push(thought('b'));
  queue.push(delta('c'));
  queue.push({ ...part(0, ''), name: 'f' });
  queue.push(part(0, '{'));
  queue.push(part(0, '}'));
  queue.push({ ...part(1, '{}'), name: 'g' });
  queue.push(finish());
  expect(await Array.fromAsync(queue)).toEqual([
    thought('ab'),
    delta('c'),
    { ...part(0, '{}'), name: 'f' },
    { ...part(1, '{}'), name: 'g' },
    finish(),
  ]);
});

test('what is there can be taken without waiting, in order, and then there is nothing', () => {
  const { queue } = makeQueue();
  expect(queue.takeReady()).toBeUndefined();
  queue.push(delta('a'));
  queue.push(finish());
  expect([queue.takeReady(), queue.takeReady()]).toEqual([delta('a'), finish()]);
  expect(queue.takeReady()).toBeUndefined();
});

test.each<[string, (queue: EventQueue) => unknown]>([
  ['its last choice has finished', (queue) => queue.push(finish())],
  ['it fails', (queue) => queue.fail(new EngineError('engine-lost', 'gone'))],
  ['its reader leaves', (queue) => queue.return()],
])('it says that it has ended when %s', (_when, end) => {
  const { queue, hasEnded } = makeQueue();
  queue.push(delta('a'));
  expect(hasEnded()).toBe(false);
  end(queue);
  expect(hasEnded()).toBe(true);
});
