import { profileIds } from '@samewire/mock/synthesise';
import { describe, expect, test } from 'vitest';
import { exceptions } from './exceptions.ts';
import { imitate } from './imitation.ts';
import { profileIdOf } from './profile-of.ts';
import { hasRecordings, readExchanges, recordingFiles } from './recordings/read.ts';

const files = recordingFiles();
const imitated = files.filter((file) => !(file in exceptions));

describe.skipIf(!hasRecordings)('a profile that says what a recording says', () => {
  test.each(imitated)('%s: has its structure', (file) => {
    for (const [number, exchange] of readExchanges(file).entries()) {
      const { recorded, synthesised } = imitate(exchange, number);
      // As text, for the order of keys counts.
      expect(JSON.stringify(synthesised, null, 1)).toBe(
        JSON.stringify(recorded, null, 1),
      );
    }
  });

  test('leaves at most one recording in twenty to the list of exceptions', () => {
    expect(Object.keys(exceptions).filter((file) => !files.includes(file))).toEqual([]);
    expect(imitated.length / files.length).toBeGreaterThanOrEqual(0.95);
  });

  test('has no exception for a recording that it imitates', () => {
    const needless = Object.keys(exceptions).filter((file) => isImitated(file));
    expect(needless).toEqual([]);
  });
});

function isImitated(file: string): boolean {
  return readExchanges(file).every((exchange, number) => {
    if (!profileIds.includes(profileIdOf(exchange))) return false;
    const { recorded, synthesised } = imitate(exchange, number);
    return JSON.stringify(recorded) === JSON.stringify(synthesised);
  });
}
