import { expect, test } from 'vitest';
import { CtestResults } from '../../packages/engine/scripts/ctest-results.ts';

function resultsOf(lines: readonly string[]): CtestResults {
  const results = new CtestResults();
  for (const line of lines) results.take(line);
  return results;
}

test('tests of programs that run at a time are counted together', () => {
  const results = resultsOf([
    '1: ok 1 - a prompt is read',
    '2: ok 1 - a draft is accepted',
    '1: ok 2 - a prompt is shared',
    '1/2 Test #1: prompts ...................   Passed    0.10 sec',
  ]);
  expect([results.numPassed, results.numFailed, results.failures]).toEqual([3, 0, []]);
});

test('a test that fails is told with its details, and not with those of its neighbours', () => {
  const results = resultsOf([
    '1: not ok 1 - a prompt is read',
    '2: # a remark of another program',
    '1:   # prompts_test.cc:12: expected 3, got 4',
    '1: ok 2 - a prompt is shared',
    '1:   # a remark of the test that passed',
    '1/2 Test #1: prompts ...................***Failed    0.10 sec',
  ]);
  expect([results.numPassed, results.numFailed]).toEqual([1, 1]);
  expect(results.failures).toEqual([
    'not ok 1 - a prompt is read',
    '  # prompts_test.cc:12: expected 3, got 4',
  ]);
});

test('a program that a sanitizer ends is one failure, told with its last lines', () => {
  const results = resultsOf([
    '7: ok 1 - a prompt is read',
    '7: WARNING: ThreadSanitizer: data race (pid=1)',
    '7:   Write of size 8',
    '1/2 Test #7: prompts ...................***Failed    0.10 sec',
    '2/2 Test #8: drafts ....................***Exception: SegFault  0.10 sec',
  ]);
  expect([results.numPassed, results.numFailed]).toEqual([1, 2]);
  expect(results.failures[0]).toContain('prompts: Failed');
  expect(results.failures[0]).toContain('WARNING: ThreadSanitizer: data race');
  expect(results.failures[1]).toBe('drafts: Exception: SegFault  0.10 sec');
});

test('a program that fails tests and crashes besides is told by its tests', () => {
  const results = resultsOf([
    '1: not ok 1 - a prompt is read',
    '1/1 Test #1: prompts ...................***Failed    0.10 sec',
  ]);
  expect(results.numFailed).toBe(1);
});
