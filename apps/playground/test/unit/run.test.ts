import { describe, expect, test } from 'vitest';
import { advanceRun, maxKeptFrames, type RunStep } from '../../src/wire/advance-run.ts';
import { FrameReader, type FrameText } from '../../src/wire/frame-reader.ts';
import { newRun, type Run } from '../../src/wire/run.ts';
import { cutAnywhere, randomFrom } from './random.ts';

const request = { method: 'POST', url: 'http://x/v1', headers: [], body: '{}' } as const;
const sent = newRun('run', request, new Date(0));

function advance(run: Run, ...steps: RunStep[]): Run {
  return steps.reduce(advanceRun, run);
}

function data(...chunks: (object | string)[]): FrameText[] {
  return chunks.map((chunk) => ({
    kind: 'data',
    text: typeof chunk === 'string' ? chunk : JSON.stringify(chunk),
  }));
}

function delta(fields: object, finishReason: string | null = null) {
  return { choices: [{ index: 0, delta: fields, finish_reason: finishReason }] };
}

function frames(atMs: number, ...chunks: (object | string)[]): RunStep {
  return { type: 'frames', frames: data(...chunks), atMs };
}

const wholeStream = [
  ': keep-alive\n\n',
  `data: ${JSON.stringify(delta({ role: 'assistant', content: '' }))}\n\n`,
  ...['Grüße ', '🙂', ' und ', '漢字', ' "quoted"\n', 'end.'].map(
    (content) => `data: ${JSON.stringify(delta({ content }))}\r\n\r\n`,
  ),
  `data: ${JSON.stringify({ ...delta({ content: '!' }), logprobs: null })}\n\n`,
  `data: ${JSON.stringify(delta({}, 'stop'))}\n\n`,
  'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":8}}\n\n',
  'data: [DONE]\n\n',
].join('');

function runOf(pieces: readonly Uint8Array[]): Run {
  const reader = new FrameReader();
  const steps = pieces.map<RunStep>((piece) => ({
    type: 'frames',
    frames: reader.read(piece),
    atMs: 1,
  }));
  return advance(sent, ...steps, { type: 'end', atMs: 2 });
}

test('any cut of the stream’s bytes gives the same run', () => {
  const bytes = new TextEncoder().encode(wholeStream);
  const whole = runOf([bytes]);
  expect(whole.text).toBe('Grüße 🙂 und 漢字 "quoted"\nend.!');
  for (let seed = 0; seed < 200; seed++) {
    const random = randomFrom(seed);
    const longest = 1 + random.below(40);
    const pieces = cutAnywhere(
      random,
      bytes,
      (b, from, to) => b.slice(from, to),
      longest,
    );
    expect(runOf(pieces), `seed ${seed}`).toEqual(whole);
  }
});

test('every frame is kept in order with its time, comments and end mark too', () => {
  const run = advance(
    sent,
    { type: 'frames', frames: [{ kind: 'comment', text: ' keep-alive' }], atMs: 5 },
    frames(7, delta({ content: 'Hi' }), '[DONE]'),
  );
  expect(run.frames.map(({ index, kind, atMs }) => [index, kind, atMs])).toEqual([
    [0, 'comment', 5],
    [1, 'data', 7],
    [2, 'data', 7],
  ]);
});

describe('the first text', () => {
  test('is not the chunk that only names the role', () => {
    const run = advance(sent, frames(10, delta({ role: 'assistant', content: '' })));
    expect(run).toMatchObject({ phase: 'waiting', firstTextMs: undefined });
  });

  test('is the first content', () => {
    const run = advance(
      sent,
      frames(20, delta({ content: 'a' })),
      frames(30, delta({ content: 'b' })),
    );
    expect(run).toMatchObject({ phase: 'streaming', firstTextMs: 20, lastTextMs: 30 });
  });

  test('may be reasoning', () => {
    const run = advance(sent, frames(20, delta({ reasoning_content: 'Hm' })));
    expect(run).toMatchObject({ reasoning: 'Hm', text: '', firstTextMs: 20 });
  });
});

describe('a run ends', () => {
  const answered = advance(sent, frames(1, delta({ content: 'Hi' })));

  test('well with the end mark', () => {
    const run = advance(answered, frames(2, '[DONE]'), { type: 'end', atMs: 3 });
    expect(run).toMatchObject({ phase: 'done', endedMs: 3, failure: undefined });
  });

  test('well with a finish reason, from servers that send no end mark', () => {
    const run = advance(answered, frames(2, delta({}, 'stop')), { type: 'end', atMs: 3 });
    expect(run).toMatchObject({ phase: 'done', finishReason: 'stop' });
  });

  test('cut short without either, and keeps the text', () => {
    const run = advance(answered, { type: 'end', atMs: 3 });
    expect(run).toMatchObject({
      phase: 'failed',
      failure: { kind: 'cut-short' },
      text: 'Hi',
    });
  });

  test('failed by an error in the stream, and keeps the text', () => {
    const error = { message: 'Out of memory.', type: 'server_error' };
    const run = advance(answered, frames(2, { error }), { type: 'end', atMs: 3 });
    expect(run).toMatchObject({
      phase: 'failed',
      failure: { kind: 'stream', error },
      text: 'Hi',
    });
  });

  test('failed by an event that is not JSON', () => {
    const run = advance(sent, frames(2, '<html>'), { type: 'end', atMs: 3 });
    expect(run).toMatchObject({ phase: 'failed', failure: { kind: 'not-the-wire' } });
  });

  test('stopped by the user, and nothing changes it afterwards', () => {
    const run = advance(answered, { type: 'stop', atMs: 3 });
    expect(run).toMatchObject({ phase: 'stopped', endedMs: 3, text: 'Hi' });
    expect(advance(run, frames(4, delta({ content: 'more' })))).toBe(run);
  });
});

test('choices other than the first are not mixed into the text', () => {
  const other = { choices: [{ index: 1, delta: { content: 'other' } }] };
  const run = advance(sent, frames(1, delta({ content: 'first' }), other));
  expect(run.text).toBe('first');
});

test('of a very long stream the latest frames are kept and all are counted', () => {
  const many = Array.from({ length: maxKeptFrames }, () => delta({ content: 'x' }));
  const run = advance(sent, frames(1, ...many), frames(2, delta({ content: 'y' })));
  expect(run.frames).toHaveLength(maxKeptFrames);
  expect(run.frames.at(-1)?.index).toBe(maxKeptFrames);
  expect(run.numFrames).toBe(maxKeptFrames + 1);
  expect(run.text).toHaveLength(maxKeptFrames + 1);
});
