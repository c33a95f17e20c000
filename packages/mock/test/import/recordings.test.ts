import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Exchange, readCassette, writeCassette } from '@samewire/mock';
import { importRecording } from '@samewire/mock/import';
import { describe, expect, test } from 'vitest';
import { recordings } from '../support/recordings.ts';

/**
 * What the answers are was found out by another program in another language
 * (`expected_answers.py`), so that importers and test cannot share a mistake.
 */
const expected = Map.groupBy(
  readFileSync(new URL('expected-answers.tsv', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t')),
  ([file]) => file,
);

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function describeAnswer({ response }: Exchange, hasCuts: boolean): string[] {
  const { status, headers, chunks } = response;
  const head = headers.map(([name, value]) => `${name}: ${value}\n`).join('');
  return [
    String(status),
    sha256(head),
    sha256(Buffer.concat(chunks.map(({ bytes }) => bytes))),
    hasCuts ? sha256(chunks.map(({ bytes }) => bytes.length).join(' ')) : '',
  ];
}

describe(`an imported recording${recordings.note}`, () => {
  test.skipIf(!recordings.isThere)('is expected for every file of the folder', () => {
    expect(new Set(recordings.files)).toEqual(new Set(expected.keys()));
  });

  test.each(recordings.files)('answers as recorded: %s', (file) => {
    const { cassette } = importRecording(recordings.read(file), file);
    const { exchanges } = readCassette(writeCassette(cassette));
    const rows = expected.get(file) ?? [];
    const answers = exchanges.map((exchange, index) =>
      describeAnswer(exchange, rows[index]?.[5] !== ''),
    );
    expect(answers).toEqual(rows.map((row) => row.slice(2)));
  });
});
