import { expect, test } from 'vitest';
import { CustomInput } from '../../src/engine-to-wire/custom-input.ts';

function inputOf(fragments: readonly string[]): string {
  const input = new CustomInput();
  return fragments.map((fragment) => input.push(fragment)).join('');
}

test('the input of a custom tool is the same however its arguments are cut', () => {
  const text = 'say "hi" \\ tab\t new\nline é 👋';
  const json = JSON.stringify({ input: text }).replace('é', String.raw`\u00e9`);
  for (let length = 1; length <= json.length; length++) {
    const fragments = json.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
    expect(inputOf(fragments)).toBe(text);
  }
});

test('what a model writes against the rules of JSON is taken as it stands', () => {
  expect(inputOf(['{"input": "a\nb"}'])).toBe('a\nb');
});
