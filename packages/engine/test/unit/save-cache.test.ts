import { EngineError } from '@samewire/engine';
import { expect, test } from 'vitest';
import { saveCache } from '../../src/native/save-cache.ts';

test('saving goes on until nothing is left', async () => {
  let numPendingTokens = 300;
  const native = {
    async saveCache() {
      numPendingTokens -= 100;
      return numPendingTokens === 0;
    },
  };
  await saveCache(native);
  expect(numPendingTokens).toBe(0);
});

test('saving ends with what the addon fails with, as an error of the engine', async () => {
  const answers = [
    async () => false,
    () => Promise.reject(Object.assign(new Error('It is closed.'), { code: 'closed' })),
  ];
  let numCalls = 0;
  const saving = saveCache({
    saveCache: async () => {
      const answer = answers[numCalls++];
      if (answer === undefined) throw new Error('was called after its failure');
      return answer();
    },
  });
  await expect(saving).rejects.toBeInstanceOf(EngineError);
  await expect(saving).rejects.toMatchObject({
    code: 'closed',
    message: 'It is closed.',
  });
});
