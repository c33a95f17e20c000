import { expect, test } from 'vitest';
import { builtinModelPath, type EngineEvent, type EngineRequest } from '@samewire/engine';
import { collectText, greedy, randomModel, speakingModel } from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

const random = { modelPath: randomModel, numSlots: 4 };

function textsOf(events: readonly EngineEvent[]): string[] {
  const texts: string[] = [];
  for (const event of events) {
    if (event.type === 'text-delta')
      texts[event.choice] = (texts[event.choice] ?? '') + event.text;
  }
  return texts;
}

test('a conversation is rendered by the template, answered and ended by the model', () =>
  withEngine({ modelPath: speakingModel }, async (engine) => {
    const prompt = { kind: 'chat', messages: [{ role: 'user', content: 'Hi' }] } as const;
    const events = await Array.fromAsync(engine.generate({ prompt }));
    expect(events[0]?.type).toBe('accepted');
    expect(textsOf(events)[0]).toContain('I am the tiny model built into samewire');
    expect(events.at(-1)).toMatchObject({
      type: 'finish',
      reason: 'stop-token',
      choice: 0,
    });
  }));

test('a greedy request gives the same text every time', () =>
  withEngine(random, async (engine) => {
    const first = await collectText(engine.generate(greedy(' ba de', 30)));
    expect(first).not.toBe('');
    expect(await collectText(engine.generate(greedy(' ba de', 30)))).toBe(first);
  }));

test('tokens as a prompt are taken as they stand', () =>
  withEngine(random, async (engine) => {
    const tokens = await engine.tokenize(' ba de');
    const request = { ...greedy('', 20), prompt: { kind: 'tokens', tokens } as const };
    const expected = await collectText(engine.generate(greedy(' ba de', 20)));
    expect(await collectText(engine.generate(request))).toBe(expected);
  }));

test('choices interleave, differ, and repeat with their seed', () =>
  withEngine(random, async (engine) => {
    const request: EngineRequest = {
      prompt: { kind: 'text', text: ' ki lo' },
      numChoices: 3,
      maxTokens: 20,
      sampling: { seed: 7, ignoreEndOfGeneration: true },
    };
    const first = textsOf(await Array.fromAsync(engine.generate(request)));
    expect(new Set(first).size).toBe(3);
    expect(textsOf(await Array.fromAsync(engine.generate(request)))).toEqual(first);
  }));

test('a stop text ends a choice across token borders and stays out of the text', () =>
  withEngine(random, async (engine) => {
    const full = await collectText(engine.generate(greedy(' mu', 40)));
    const stop = full.slice(9, 14);
    const request = { ...greedy(' mu', 40), stop: ['never there', stop] };
    const events = await Array.fromAsync(engine.generate(request));
    expect(textsOf(events)[0]).toBe(full.slice(0, full.indexOf(stop)));
    expect(events.at(-1)).toMatchObject({ reason: 'stop-sequence', stopSequence: stop });
  }));

test('log probabilities come with every token, best first and no greater than zero', () =>
  withEngine(random, async (engine) => {
    const request = { ...greedy(' na', 12), numLogprobs: 3 };
    const events = await Array.fromAsync(engine.generate(request));
    const entries = events.flatMap((event) =>
      event.type === 'text-delta' ? (event.logprobs ?? []) : [],
    );
    expect(entries).toHaveLength(12);
    for (const entry of entries) {
      expect(entry.top.map(({ logprob }) => logprob)).toEqual(
        entry.top.map(({ logprob }) => logprob).toSorted((a, b) => b - a),
      );
      expect(entry.top[0]).toMatchObject({ token: entry.token });
      expect(entry.logprob).toBeLessThanOrEqual(0);
    }
    const bytes = Buffer.concat(entries.map((entry) => entry.bytes));
    expect(bytes.toString('utf8')).toBe(textsOf(events)[0]);
  }));

test('every delta is whole characters, though tokens are single bytes', () =>
  withEngine(random, async (engine) => {
    const bias = new Map(
      Array.from({ length: 128 }, (_, i) => [5 + 128 + i, 8] as const),
    );
    const sampling = { seed: 3, logitBias: bias, ignoreEndOfGeneration: true };
    const request = { ...greedy(' a', 100), sampling };
    const deltas: string[] = [];
    for await (const event of engine.generate(request)) {
      if (event.type === 'text-delta') deltas.push(event.text);
    }
    expect(deltas.join('')).toContain('\u{FFFD}');
    expect(deltas.every((text) => text.isWellFormed())).toBe(true);
  }));

test('a logit bias decides, and a repetition penalty breaks a loop', () =>
  withEngine(random, async (engine) => {
    const [, token = 0] = await engine.tokenize(' ba');
    const logitBias = new Map([[token, 100]]);
    const stuck = await collectText(
      engine.generate({ ...greedy('x', 5), sampling: { temperature: 0, logitBias } }),
    );
    expect(stuck).toBe(' ba ba ba ba ba');
    const sampling = { temperature: 0, logitBias, frequencyPenalty: 60 };
    const freed = await collectText(engine.generate({ ...greedy('x', 5), sampling }));
    expect(freed).not.toBe(stuck);
  }));

test('the second request finds the prefix the first one left', () =>
  withEngine({ ...random, kvLayout: 'pooled' }, async (engine) => {
    await collectText(engine.generate(greedy(' ba de ki lo', 4)));
    const events = await Array.fromAsync(engine.generate(greedy(' ba de ki lo mu', 4)));
    expect(events.at(-1)).toMatchObject({ type: 'finish', numCachedTokens: 5 });
  }));

test('more requests than slots all get their answer', () =>
  withEngine(random, async (engine) => {
    const prompts = Array.from({ length: 12 }, (_, i) => ` ba${' de'.repeat(i)}`);
    const alone = await Promise.all(
      prompts.map((prompt) => collectText(engine.generate(greedy(prompt, 10)))),
    );
    for (const [i, prompt] of prompts.entries()) {
      expect(await collectText(engine.generate(greedy(prompt, 10)))).toBe(alone[i]);
    }
  }));

test('a long prompt does not keep a running stream from moving', () =>
  withEngine(random, async (engine) => {
    // So many bytes a token that it cannot end before it is read.
    const heavy = { ...greedy(' ba', 200), numLogprobs: 20 };
    const stream = engine.generate(heavy)[Symbol.asyncIterator]();
    await stream.next();
    await stream.next();
    const long = collectText(engine.generate(greedy('x'.repeat(240), 5)));
    for (let i = 0; i < 3; i++)
      expect((await stream.next()).value?.type).toBe('text-delta');
    await stream.return?.();
    await long;
  }));

test('the model says with what it samples where a request does not', async () => {
  await withEngine({ modelPath: builtinModelPath() }, async (engine) => {
    expect(engine.status()).toMatchObject({
      model: { defaultSampling: { temperature: 0.2, topP: 1 } },
    });
  });
  await withEngine({ modelPath: randomModel }, async (engine) => {
    expect(engine.status()).toMatchObject({
      model: { defaultSampling: { temperature: 1, topP: 1 } },
    });
  });
});
