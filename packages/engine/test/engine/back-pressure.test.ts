import { expect, test } from 'vitest';
import { collectText, greedy, randomModel } from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

/** Log probabilities make a few dozen unread tokens as heavy as a long text. */
const heavy = { ...greedy(' ba', 250), numLogprobs: 20 };

test('a request nobody reads stops after a while, and goes on when it is read', () =>
  withEngine({ modelPath: randomModel, numSlots: 2 }, async (engine) => {
    const reader = engine.generate(heavy)[Symbol.asyncIterator]();
    await reader.next();
    // As long as this one runs, the unread one could run beside it, token by token.
    await collectText(engine.generate(greedy(' de', 200)));
    const { numGeneratedTokens } = await engine.stats();
    expect(numGeneratedTokens - 200).toBeLessThan(150);

    const rest = [];
    for (let step = await reader.next(); !step.done; step = await reader.next()) {
      rest.push(step.value);
    }
    expect(rest.at(-1)).toMatchObject({ type: 'finish', numGeneratedTokens: 250 });
  }));
