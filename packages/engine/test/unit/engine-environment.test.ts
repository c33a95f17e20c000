import { expect, test } from 'vitest';
import { engineEnvironment } from '../../src/process/engine-environment.ts';

test('the engine’s process gets what libraries look at, and no secrets', () => {
  const env = {
    PATH: '/bin',
    CUDA_VISIBLE_DEVICES: '1',
    GOMP_SPINCOUNT: '7',
    OPENAI_API_KEY: 'sk-1',
  };
  expect(engineEnvironment(env)).toEqual({
    PATH: '/bin',
    CUDA_VISIBLE_DEVICES: '1',
    GOMP_SPINCOUNT: '7',
  });
});
