import { expect, test } from 'vitest';
import { SentenceFeed } from '../../src/announcer/sentences.ts';
import { cutAnywhere, randomFrom } from './random.ts';

function said(pieces: readonly string[]): string[] {
  const feed = new SentenceFeed();
  let soFar = '';
  const parts = pieces.map((piece) => feed.update((soFar += piece), false));
  return [...parts, feed.update(soFar, true)].filter((part) => part !== '');
}

test('a sentence is said when it is finished, and once', () => {
  expect(said(['The sky ', 'is blue. The', ' grass is green.'])).toEqual([
    'The sky is blue.',
    'The grass is green.',
  ]);
});

test('a point inside a number ends no sentence', () => {
  expect(said(['Pi is 3.', '14 or so.'])).toEqual(['Pi is 3.14 or so.']);
});

test('marks of Markdown are not read out', () => {
  const text = '## Title\n\n- **bold** `code` and [a link](https://example.com)\n';
  expect(said([text])).toEqual(['Title bold code and a link']);
});

test('all words are said, however the text arrives', () => {
  const text = 'One two. Three? Four! Five\nsix: seven. And 8.5 at the end';
  for (let seed = 0; seed < 100; seed++) {
    const pieces = cutAnywhere(randomFrom(seed), text, (t, a, b) => t.slice(a, b), 9);
    expect(said(pieces).join(' '), `seed ${seed}`).toBe(text.replaceAll('\n', ' '));
  }
});
