import { describe, expect, test } from 'vitest';
import { withShortSpinning } from '../../src/native/short-spinning.ts';

/** What a library sees while it is loaded. */
function seen(env: NodeJS.ProcessEnv, numCores: number): NodeJS.ProcessEnv {
  return withShortSpinning(() => ({ ...env }), env, numCores);
}

function failToLoad(): never {
  throw new Error('no such library');
}

describe('while the engine is loaded', () => {
  test('compute threads are told to sleep soon where cores are few', () => {
    expect(seen({}, 2)).toEqual({ GOMP_SPINCOUNT: '1000' });
    expect(seen({}, 16)).toEqual({});
  });

  test('the way of waiting that the user has chosen is kept', () => {
    for (const env of [{ OMP_WAIT_POLICY: 'active' }, { GOMP_SPINCOUNT: '7' }])
      expect(seen(env, 2)).toEqual(env);
  });

  test('and then the environment is as before, even if loading fails', () => {
    const env = { PATH: '/bin' };
    expect(() => withShortSpinning(failToLoad, env, 2)).toThrow('no such library');
    expect(env).toEqual({ PATH: '/bin' });
  });
});
