import { expect, test } from 'vitest';
import { loadEngine, startEngine } from '@samewire/engine';
import { collectText, greedy, randomModel, speakingModel } from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

const options = { modelPath: speakingModel, draftModelPath: speakingModel };

test('a model says with a draft model what it says without', async () => {
  const texts: string[] = [];
  for (const each of [options, { modelPath: speakingModel }])
    await withEngine(each, async (engine) => {
      const requests = ['Hello', 'Who are you?'].map((text) => greedy(text, 60));
      const answers = requests.map((request) => collectText(engine.generate(request)));
      texts.push((await Promise.all(answers)).join('\n'));
    });
  expect(texts[0]).toBe(texts[1]);
});

test('the draft model is told of, and what it has done', () =>
  withEngine(options, async (engine) => {
    const { draftModel } = await engine.ready();
    expect(draftModel).toMatchObject({ name: expect.stringMatching(/./) });
    expect(draftModel?.sizeBytes).toBeGreaterThan(0);
    await collectText(engine.generate(greedy('Hello', 100)));
    const { modelDrafts } = await engine.stats();
    expect(modelDrafts.numAcceptedTokens).toBeLessThanOrEqual(modelDrafts.numTokens);
    expect(modelDrafts.milliseconds).toBeGreaterThanOrEqual(0);
  }));

test('an engine without one says so', () =>
  withEngine({ modelPath: speakingModel }, async (engine) => {
    expect((await engine.ready()).draftModel).toBeNull();
  }));

test.for([
  ['in this process', loadEngine],
  ['in a process of its own', startEngine],
] as const)(
  'a draft model of another vocabulary is refused with what differs, %s',
  async ([, start]) => {
    const engine = start({ modelPath: randomModel, draftModelPath: speakingModel });
    try {
      await expect(engine.ready()).rejects.toMatchObject({
        code: 'invalid-params',
        message: expect.stringMatching(
          /^The draft model has .*It has to have the same vocabulary\.$/,
        ),
        details: { field: 'draftModelPath' },
      });
    } finally {
      await engine.close();
    }
  },
);

test('a draft model is refused where speculation is off', async () => {
  const engine = loadEngine({ ...options, speculation: 'off' });
  await expect(engine.ready()).rejects.toMatchObject({
    code: 'invalid-params',
    message: expect.stringContaining('speculation is switched off'),
  });
  await engine.close();
});
