import { describe, expect, test } from 'vitest';
import { engineEnvironment } from '../../src/process/engine-environment.ts';

describe('the environment of the engine’s process', () => {
  test('has what libraries look at, and no secrets', () => {
    const env = { PATH: '/bin', CUDA_VISIBLE_DEVICES: '1', OPENAI_API_KEY: 'sk-1' };
    expect(engineEnvironment(env, 64)).toEqual({
      PATH: '/bin',
      CUDA_VISIBLE_DEVICES: '1',
    });
  });

  test('lets compute threads sleep soon where cores are few', () => {
    expect(engineEnvironment({}, 2)).toEqual({ GOMP_SPINCOUNT: '1000' });
    expect(engineEnvironment({}, 16)).toEqual({});
  });

  test('keeps the way of waiting that the user has chosen', () => {
    for (const env of [{ OMP_WAIT_POLICY: 'active' }, { GOMP_SPINCOUNT: '7' }])
      expect(engineEnvironment(env, 2)).toEqual(env);
  });
});
