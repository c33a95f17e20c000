import { describe, expect, test } from 'vitest';
import { readOptions, UnusableOptions } from '../options.ts';

describe('the command line of the benchmarks', () => {
  test('measures everything three times where nothing is asked for', () => {
    expect(readOptions([])).toMatchObject({
      size: 'full',
      numRounds: 3,
      only: undefined,
    });
  });

  test('hands to the server what follows two dashes', () => {
    const words = ['--only', 'streams-1,raw-speed', '--', '--kv-layout', 'pooled'];
    expect(readOptions(words)).toMatchObject({
      only: ['streams-1', 'raw-speed'],
      serveFlags: ['--kv-layout', 'pooled'],
    });
  });

  test('names what it does not know, and says what there is', () => {
    expect(() => readOptions(['--bogus'])).toThrow(/--bogus[^]*--only NAME/);
  });

  test('refuses a number of rounds that is none', () => {
    expect(() => readOptions(['--rounds', 'few'])).toThrow(UnusableOptions);
  });

  test('asks for nothing to be measured where it asks for help', () => {
    expect(readOptions(['--help'])).toBeUndefined();
  });
});
