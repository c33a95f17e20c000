import { type EngineEvent, type EngineRequest, startEngine } from '@samewire/engine';
import { describe, expect, test } from 'vitest';
import { randomModel } from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

function constrained(gbnf: string, changes: Partial<EngineRequest> = {}): EngineRequest {
  return {
    prompt: { kind: 'text', text: 'Once' },
    maxTokens: 60,
    sampling: { temperature: 1.5, seed: 3 },
    grammar: { gbnf },
    ...changes,
  };
}

/** The text of each choice, and how it ended. */
async function endingsOf(events: AsyncIterable<EngineEvent>) {
  const endings = new Map<number, { text: string; reason: string }>();
  for await (const event of events) {
    if (event.type === 'accepted') continue;
    const ending = endings.get(event.choice) ?? { text: '', reason: '' };
    endings.set(event.choice, ending);
    if (event.type === 'text-delta') ending.text += event.text;
    if (event.type === 'finish') ending.reason = event.reason;
  }
  return [...endings.values()];
}

const word = 'root ::= "<" [a-f]{2,6} ">"';

describe('a grammar', () => {
  test('is kept to by every choice, drawn or greedy, with log probabilities or without', async () => {
    await withEngine({ modelPath: randomModel }, async (engine) => {
      const drawn = engine.generate(constrained(word, { numChoices: 5, numLogprobs: 2 }));
      const greedy = engine.generate(constrained(word, { sampling: { temperature: 0 } }));
      for (const { text, reason } of [
        ...(await endingsOf(drawn)),
        ...(await endingsOf(greedy)),
      ]) {
        expect(text).toMatch(/^<[a-f]{2,6}>$/);
        expect(reason).toBe('stop-token');
      }
    });
  });

  test('gives the same text for the same seed', async () => {
    await withEngine({ modelPath: randomModel }, async (engine) => {
      const first = await endingsOf(engine.generate(constrained(word)));
      expect(await endingsOf(engine.generate(constrained(word)))).toEqual(first);
    });
  });

  test('is cut off at the length limit, and says so', async () => {
    await withEngine({ modelPath: randomModel }, async (engine) => {
      const request = constrained('root ::= "a"{100}', { maxTokens: 5 });
      const [ending] = await endingsOf(engine.generate(request));
      expect(ending).toMatchObject({ reason: 'length' });
    });
  });

  test.each([
    ['root ::= "a', 'column'],
    ['root ::= root "a" | "b"', 'left recursion'],
    ['root ::= "a" root', 'no text fits'],
    [`root ::= ${'('.repeat(60_000)}"a"${')'.repeat(60_000)}`, 'nested'],
  ])(
    'that cannot be used is refused before anything begins: %.30s',
    async (gbnf, words) => {
      await withEngine({ modelPath: randomModel }, async (engine) => {
        await expect(endingsOf(engine.generate(constrained(gbnf)))).rejects.toMatchObject(
          {
            code: 'invalid-grammar',
            message: expect.stringContaining(words),
            details: { field: 'grammar' },
          },
        );
      });
    },
  );

  test('works in the supervised process too', async () => {
    const engine = startEngine({ modelPath: randomModel });
    await engine.ready();
    const [ending] = await endingsOf(engine.generate(constrained(word)));
    expect(ending?.text).toMatch(/^<[a-f]{2,6}>$/);
    await engine.close();
  });
});
