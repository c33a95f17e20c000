import type { FakeEngineOptions } from '@samewire/engine/testing';
import { describe, expect, test, vi } from 'vitest';
import { createTestServer, eventsOf } from '../support/test-server.ts';

const around = { input_prefix: 'def f():\n', input_suffix: '\nprint(f())\n' };

async function fill(changes: object = {}, engineOptions: FakeEngineOptions = {}) {
  const { server, engine } = await createTestServer({ engine: engineOptions });
  const payload = { ...around, ...changes };
  const answer = await server.inject({ method: 'POST', url: '/infill', payload });
  return { answer, engine };
}

const lines = ['    x = 1\n', '    y = 2\n', '\n', 'z = 3\n'];
const replyOf = (pieces: readonly string[]) => () => pieces;

describe('text between two others', () => {
  test('is asked for as llama-server puts it together', async () => {
    const { engine } = await fill({
      input_extra: [{ text: 'x = 1', filename: 'a.py', time: [1, 2] }, { text: 'y' }],
      prompt: '  return ',
      n_predict: 100,
      top_k: 40,
      stop: ['\n\n'],
    });
    expect(engine.requests[0]).toMatchObject({
      prompt: {
        kind: 'infill',
        prefix: around.input_prefix,
        suffix: around.input_suffix,
        prefixEnd: '  return ',
        files: [
          { name: 'a.py', text: 'x = 1' },
          { name: 'tmp', text: 'y' },
        ],
        maxTokens: 2048,
        maxFileTokens: 4096 - 2048 - 100 - 1,
      },
      maxTokens: 100,
      sampling: { topK: 40 },
      stop: ['\n\n'],
    });
  });

  test('leaves room for the answer where the context length is short', async () => {
    const { engine } = await fill({ n_predict: 100 }, { model: { contextLength: 1000 } });
    expect(engine.requests[0]?.prompt).toMatchObject({
      maxTokens: 900,
      maxFileTokens: 0,
    });
  });

  test('comes with how it ended and what it cost', async () => {
    const { answer } = await fill({}, { reply: () => 'return 1' });
    expect(answer.json()).toMatchObject({
      index: 0,
      content: 'return 1',
      stop: true,
      stop_type: 'eos',
      stopping_word: '',
      model: 'tiny',
      has_new_line: false,
      truncated: false,
      tokens_predicted: 3,
      timings: { predicted_n: 3, predicted_per_second: 0 },
    });
  });

  test.each([
    [{ n_predict: 1 }, { stop_type: 'limit', truncated: false, tokens_predicted: 1 }],
    [{ stop: ['1'] }, { stop_type: 'word', stopping_word: '1' }],
  ])('says how it ended: %j', async (changes, expected) => {
    const { answer } = await fill(changes, { reply: () => 'return 1' });
    expect(answer.json()).toMatchObject(expected);
  });

  test('comes with what is asked for alone, inner figures by their paths', async () => {
    const { answer } = await fill({
      response_fields: ['content', 'timings/prompt_n', 'nothing', 'content/length', ''],
    });
    expect(answer.json()).toEqual({
      content: expect.any(String),
      'timings/prompt_n': expect.any(Number),
    });
  });

  test('is only read, and not answered, for no tokens at all', async () => {
    const { answer, engine } = await fill({ n_predict: 0 });
    expect(engine.requests[0]?.maxTokens).toBe(1);
    expect(answer.json()).toMatchObject({ content: '', tokens_predicted: 0 });
  });

  test('streams as chunks, and then the answer without its text', async () => {
    const { answer } = await fill({ stream: true }, { reply: replyOf(['a ', 'b']) });
    const events = eventsOf(answer.body);
    expect(events).toMatchObject([
      { content: 'a ', stop: false },
      { content: 'b', stop: false },
      { content: '', stop: true, stop_type: 'eos' },
    ]);
    expect(answer.body).not.toContain('[DONE]');
  });
});

describe('lines of text between two others', () => {
  test('end before one that is indented by less', async () => {
    const { answer } = await fill({ n_indent: 4 }, { reply: replyOf(lines) });
    expect(answer.json()).toMatchObject({
      content: '    x = 1\n    y = 2\n',
      stop_type: 'limit',
      has_new_line: true,
    });
  });

  test('end with the first that takes too long', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const reply = replyOf(['a\n', 'b', 'c\n', 'd\n']);
    const { answer } = await fill(
      { t_max_predict_ms: 15 },
      { reply, beforePiece: () => void vi.advanceTimersByTime(10) },
    );
    vi.useRealTimers();
    expect(answer.json().content).toBe('a\nbc\n');
  });

  test('end the work of the engine with them', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    await fill(
      { n_indent: 4 },
      { reply: replyOf(lines), beforePiece: ({ signal }) => void signals.push(signal) },
    );
    expect(signals.at(-1)?.aborted).toBe(true);
  });
});

describe('a request to fill in is refused', () => {
  test('by a model that has no tokens for it', async () => {
    const { answer } = await fill({}, { model: { canInfill: false } });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.message).toContain('Qwen2.5-Coder');
  });

  test.each<[object, string]>([
    [{ input_prefix: undefined }, 'input_prefix'],
    [{ input_suffix: 5 }, 'input_suffix'],
    [{ input_extra: [{ filename: 'a' }] }, 'input_extra[0].text'],
    [{ n_probs: 3 }, 'n_probs'],
    [{ nothing: 1 }, 'nothing'],
  ])('for %j', async (changes, param) => {
    const { answer } = await fill(changes);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.param).toBe(param);
  });
});
