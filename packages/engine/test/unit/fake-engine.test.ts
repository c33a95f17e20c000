import { expect, test } from 'vitest';
import { EngineError, type EngineEvent, readEvents } from '@samewire/engine';
import { FakeEngine } from '@samewire/engine/testing';

const prompt = { kind: 'text', text: 'Say something' } as const;

async function collect(events: AsyncIterable<EngineEvent>): Promise<EngineEvent[]> {
  return Array.fromAsync(events);
}

function textOf(events: readonly EngineEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}

test('the fake engine answers with the text it was given', async () => {
  const engine = new FakeEngine({ reply: () => 'It was a dark night.' });
  const events = await collect(engine.generate({ prompt }));
  expect(textOf(events)).toBe('It was a dark night.');
  expect(events[0]).toEqual({ type: 'accepted', numPromptTokens: 2 });
  expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'stop-token' });
});

test('the fake engine never sends the beginning of a stop text', async () => {
  const engine = new FakeEngine({ reply: () => ['one E', 'N', 'D two'] });
  const events = await collect(engine.generate({ prompt, stop: ['END'] }));
  expect(textOf(events)).toBe('one ');
  expect(events.at(-1)).toMatchObject({ reason: 'stop-sequence', stopSequence: 'END' });
});

test('the fake engine releases held text that turned out to be no stop text', async () => {
  const engine = new FakeEngine({ reply: () => ['one E', 'N'] });
  expect(textOf(await collect(engine.generate({ prompt, stop: ['END'] })))).toBe(
    'one EN',
  );
});

test('the fake engine refuses what does not fit its context length', async () => {
  const engine = new FakeEngine({ model: { contextLength: 4 } });
  await expect(collect(engine.generate({ prompt, maxTokens: 3 }))).rejects.toMatchObject({
    code: 'context-length-exceeded',
    details: { numPromptTokens: 2, maxTokens: 3, contextLength: 4 },
  });
});

test('errors of another copy of the package are known by their marker', () => {
  const foreign = { [Symbol.for('samewire.engine-error')]: true, code: 'closed' };
  expect(EngineError.isInstance(foreign)).toBe(true);
  expect(EngineError.isInstance(new Error('closed'))).toBe(false);
});

test('read where it is ready, the fake engine says the same, held or not', async () => {
  const reply = sayDarkNight;
  const plain = await collect(new FakeEngine({ reply }).generate({ prompt }));
  const held = new FakeEngine({ reply, beforePiece: async () => {} });
  for (const engine of [new FakeEngine({ reply }), held]) {
    const read: EngineEvent[] = [];
    await readEvents(engine.generate({ prompt }), (event) => read.push(event));
    expect(read).toEqual(plain);
  }
});

test('read where it is ready, the fake engine fails after what it has said', async () => {
  const failure = new EngineError('decode-failed', 'broken');
  for (const fail of [() => Promise.reject(failure), thrower(failure)]) {
    const engine = new FakeEngine({
      reply: () => ['one', ' two'],
      beforePiece: ({ index }) => (index === 1 ? fail() : undefined),
    });
    const read: EngineEvent[] = [];
    const reading = readEvents(engine.generate({ prompt }), (event) => read.push(event));
    await expect(reading).rejects.toBe(failure);
    expect(textOf(read)).toBe('one');
  }
});

function sayDarkNight(): string {
  return 'It was a dark night.';
}

function thrower(error: Error): () => never {
  return () => {
    throw error;
  };
}
