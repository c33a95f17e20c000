import { expect, test } from 'vitest';
import { loadEngine, startEngine } from '@samewire/engine';
import { collectText, draftingModel, greedy, speakingModel } from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

const options = { modelPath: draftingModel, draftLayers: true };

test('a model says with layers that draft what it says without, and some drafts are right', async () => {
  const texts: string[] = [];
  for (const draftLayers of [true, false])
    await withEngine({ ...options, draftLayers }, async (engine) => {
      expect(await engine.ready()).toMatchObject({
        draftModel: null,
        draftsItself: draftLayers,
      });
      const requests = ['Hello', 'Who are you?'].map((text) => greedy(text, 300));
      const answers = requests.map((request) => collectText(engine.generate(request)));
      texts.push((await Promise.all(answers)).join('\n'));
      const { modelDrafts, numAcceptedDraftTokens } = await engine.stats();
      expect(modelDrafts.numAcceptedTokens > 0).toBe(draftLayers);
      expect(numAcceptedDraftTokens).toBe(modelDrafts.numAcceptedTokens);
    });
  expect(texts[0]).toBe(texts[1]);
});

test.for([
  ['in this process', loadEngine],
  ['in a process of its own', startEngine],
] as const)('a model without such layers is refused, %s', async ([, start]) => {
  const engine = start({ modelPath: speakingModel, draftLayers: true });
  try {
    await expect(engine.ready()).rejects.toMatchObject({
      code: 'invalid-params',
      message: 'There are no layers to draft with: the model was not trained with any.',
      details: { field: 'draftLayers' },
    });
  } finally {
    await engine.close();
  }
});
