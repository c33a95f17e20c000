import { renderToStaticMarkup } from 'react-dom/server';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { describe, expect, test } from 'vitest';
import { BlockSplitter, hasReferences } from '../../src/markdown/block-splitter.ts';
import { cutAnywhere, randomFrom, type Random } from './random.ts';

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

const parts = [
  'A paragraph of *plain* words.\nOn two lines.\n',
  '# A heading\n',
  'Setext\n======\n',
  '- one\n- two\n  - deeper\n',
  '- loose\n\n- list\n\n  with a paragraph\n',
  '1. first\n2. second\n\n   ```js\n   const a = 1;\n\n   const b = 2;\n   ```\n\n3. third\n',
  '- ```\n  in the item\n\n  still\n  ```\n',
  '```python\ndef f():\n\n    return "```"\n```\n',
  '~~~\ntilde\n\n```\nnot closed by this\n~~~\n',
  '````md\n```\n\ninner\n```\n````\n',
  '> quoted\n> more\n\n',
  '| a | b |\n| - | -: |\n| 1 | 2 |\n',
  '---\n',
  '    indented code\n\n    more of it\n',
  'Intro:\n- a\n- b\n\nAfterwards.\n',
  '<b>raw</b> html 🙂 é 漢字\n',
  '* star\n+ plus\n',
  'Windows line\r\n\r\nnext paragraph\r\n',
];

function someMarkdown(random: Random): string {
  const count = 1 + random.below(8);
  const picked = Array.from({ length: count }, () => random.pick(parts));
  return picked.join(random.pick(['\n', '\n\n', '\n\n\n']));
}

function html(markdown: string): string {
  return renderToStaticMarkup(
    <Markdown remarkPlugins={[remarkGfm]}>{markdown}</Markdown>,
  );
}

describe('BlockSplitter', () => {
  test('joined blocks are the text', () => {
    for (const seed of seeds) {
      const text = someMarkdown(randomFrom(seed));
      expect(new BlockSplitter().update(text).join(''), `seed ${seed}`).toBe(text);
    }
  });

  test('blocks rendered one by one look like the whole', () => {
    for (const seed of seeds) {
      const text = someMarkdown(randomFrom(seed));
      const blocks = new BlockSplitter().update(text);
      expect(blocks.map(html).join('\n'), `seed ${seed}`).toBe(html(text));
    }
  });

  test('the way the text arrives makes no difference', () => {
    for (const seed of seeds) {
      const random = randomFrom(seed);
      const text = someMarkdown(random);
      const splitter = new BlockSplitter();
      let soFar = '';
      for (const piece of cutAnywhere(random, text, (t, a, b) => t.slice(a, b), 30))
        splitter.update((soFar += piece));
      const atOnce = new BlockSplitter().update(text);
      expect(splitter.update(text), `seed ${seed}`).toEqual(atOnce);
    }
  });

  test('more text changes no block but the last', () => {
    for (const seed of seeds) {
      const text = someMarkdown(randomFrom(seed));
      const splitter = new BlockSplitter();
      let earlier: readonly string[] = [];
      for (let end = 1; end <= text.length; end++) {
        const blocks = splitter.update(text.slice(0, end));
        const frozen = earlier.slice(0, -1);
        expect(blocks.slice(0, frozen.length), `seed ${seed}`).toEqual(frozen);
        earlier = blocks;
      }
    }
  });

  test('paragraphs are blocks of their own', () => {
    const blocks = new BlockSplitter().update('One.\n\nTwo.\n\nThree.\n');
    expect(blocks).toEqual(['One.\n\n', 'Two.\n\n', 'Three.\n']);
  });

  test('a shorter text begins anew', () => {
    const splitter = new BlockSplitter();
    splitter.update('```\nopen fence');
    expect(splitter.update('a\n\nb\n')).toEqual(['a\n\n', 'b\n']);
  });
});

test.each([
  ['[docs]: https://example.com', true],
  ['Text.\n\n[^1]: A footnote.', true],
  ['see [docs](https://example.com): yes', false],
  ['a[i]: int', false],
])('%j has references: %j', (text, expected) => {
  expect(hasReferences(text)).toBe(expected);
});
