import { expect, test } from 'vitest';
import type { Engine } from '@samewire/engine';
import { collectText, greedy, randomModel } from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

const random = { modelPath: randomModel, numSlots: 4 };

async function expectIdle(engine: Engine): Promise<void> {
  await expect
    .poll(() => engine.stats(), { interval: 5 })
    .toMatchObject({ numActive: 0, numWaiting: 0 });
}

test('an abort in mid-stream ends the choice as cancelled and frees its sequence', () =>
  withEngine(random, async (engine) => {
    const controller = new AbortController();
    let finish;
    for await (const event of engine.generate(greedy(' ba', 250), {
      signal: controller.signal,
    })) {
      if (event.type === 'text-delta') controller.abort();
      if (event.type === 'finish') finish = event;
    }
    expect(finish).toMatchObject({ reason: 'cancelled' });
    expect(finish?.numGeneratedTokens).toBeLessThan(250);
    await expectIdle(engine);
  }));

test('a signal that was aborted before cancels at once', () =>
  withEngine(random, async (engine) => {
    const events = await Array.fromAsync(
      engine.generate(greedy(' ba', 250), { signal: AbortSignal.abort() }),
    );
    expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'cancelled' });
    await expectIdle(engine);
  }));

test('leaving the loop frees the sequence, and a waiting request gets it', () =>
  withEngine({ ...random, numSlots: 1 }, async (engine) => {
    for await (const event of engine.generate(greedy(' ba', 250))) {
      if (event.type === 'text-delta') break;
    }
    expect(await collectText(engine.generate(greedy(' de', 5)))).not.toBe('');
    await expectIdle(engine);
  }));

test('200 requests aborted in mid-stream leave nothing behind and change no answer', () =>
  withEngine({ ...random, numSlots: 8 }, async (engine) => {
    const before = await collectText(engine.generate(greedy(' ki lo mu', 40)));
    const abortAfter = async (numDeltas: number, prompt: string) => {
      const controller = new AbortController();
      let seen = 0;
      for await (const event of engine.generate(greedy(prompt, 240), {
        signal: controller.signal,
      })) {
        if (event.type === 'text-delta' && ++seen === numDeltas) controller.abort();
      }
    };
    await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        abortAfter(1 + (i % 7), ` ki lo${' ba'.repeat(i % 5)}`),
      ),
    );
    await expectIdle(engine);
    expect(await collectText(engine.generate(greedy(' ki lo mu', 40)))).toBe(before);
  }));
