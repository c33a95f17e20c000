import { expect, test } from 'vitest';
import { explainFailure } from '../../src/wire/explain-failure.ts';
import { readErrorBody } from '../../src/wire/failure.ts';

function titleOf(status: number, error: { code?: string; param?: string } = {}) {
  return explainFailure({ kind: 'http', status, error }).title;
}

test.each([
  [400, { code: 'context_length_exceeded' }, /longer than the model can read/],
  [400, { param: 'temperature' }, /refused temperature/],
  [400, {}, /refused the request/],
  [401, {}, /wants an API key/],
  [404, {}, /does not have this model/],
  [429, {}, /Too many requests/],
  [500, {}, /failed/],
  [503, {}, /not ready/],
])('status %i with %j is explained as %s', (status, error, title) => {
  expect(titleOf(status, error)).toMatch(title);
});

test('the server’s own words are kept', () => {
  const message = 'No slot is free.';
  const failure = { kind: 'http', status: 503, error: { message } } as const;
  expect(explainFailure(failure).message).toBe(message);
});

test('the time to wait is said if the server says it', () => {
  const failure = {
    kind: 'http',
    status: 429,
    error: {},
    retryAfterSeconds: 20,
  } as const;
  expect(explainFailure(failure).advice).toMatch('20 seconds');
});

test.each([
  ['{"error":{"message":"No","code":"x"}}', { message: 'No', code: 'x' }],
  ['{"error":"plain"}', { message: 'plain' }],
  ['<h1>Bad gateway</h1>', { message: '<h1>Bad gateway</h1>' }],
  ['{"detail":1}', { message: '{"detail":1}' }],
])('the body %s is read as %j', (body, error) => {
  expect(readErrorBody(body)).toEqual(error);
});
