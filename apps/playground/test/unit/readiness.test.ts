import { expect, test } from 'vitest';
import { readProbes } from '../../src/server-status/readiness.ts';

const loading = {
  status: 503,
  body: '{"error":{"message":"The model is still loading."}}',
};

test('a good answer means ready', () => {
  expect(readProbes({ status: 200, body: '{"status":"ok"}' })).toEqual({
    state: 'ready',
  });
});

test('a server without probe routes counts as ready', () => {
  expect(readProbes({ status: 404, body: '' })).toEqual({ state: 'ready' });
});

test('while the model loads the progress is told', () => {
  const startup = { status: 503, body: '{"phase":"loading","progress":0.43}' };
  expect(readProbes(loading, startup)).toEqual({
    state: 'not-ready',
    message: 'The model is still loading.',
    progress: 0.43,
  });
});

test('progress counts for nothing once the first load is over', () => {
  const startup = { status: 200, body: '{"phase":"restarting","progress":1}' };
  expect(readProbes(loading, startup)).toMatchObject({ progress: undefined });
});

test.each(['', 'null', '<html>', '{"error":null}'])('the body %j is borne', (body) => {
  expect(readProbes({ status: 503, body }, { status: 503, body })).toEqual({
    state: 'not-ready',
    message: 'The server is not ready.',
    progress: undefined,
  });
});
