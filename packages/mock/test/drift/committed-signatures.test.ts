import { importRecording } from '@samewire/mock/import';
import { recordedAnswer, signatureOf, writeSignatures } from '@samewire/mock/drift';
import { describe, expect, test } from 'vitest';
import { recordings } from '../support/recordings.ts';

const byProvider = Map.groupBy(recordings.files, (file) => file.split('/')[0] ?? '');

function signaturesOf(files: readonly string[]): string {
  return writeSignatures(
    Object.fromEntries(
      files.flatMap((file) =>
        importRecording(recordings.read(file), file).cassette.exchanges.map(
          ({ response }, index) => [
            `${file} #${index + 1}`,
            signatureOf(recordedAnswer(response)),
          ],
        ),
      ),
    ),
  );
}

describe(`the committed structure of recorded answers${recordings.note}`, () => {
  test.each([...byProvider])('of %s is what is recorded', async (provider, files) => {
    await expect(signaturesOf(files)).toMatchFileSnapshot(`signatures/${provider}.json`);
  });
});
