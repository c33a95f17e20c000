// Whether grammars in Lark let through what Lark takes, token by token. What Lark says of each text
// is recorded (test/fixtures/record-lark.py).

import { type GrammarTester, openGrammarTester } from '@samewire/engine/testing';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileLark } from '../../src/lark/compile-lark.ts';
import { makeRandomModel } from '../support/qwen-model.ts';

interface LarkCase {
  readonly name: string;
  readonly grammar: readonly string[];
  /** By text: whether Lark takes it, or only its Earley parser, and not its LALR parser. */
  readonly texts: Readonly<Record<string, 'yes' | 'no' | 'earley'>>;
  /** Texts that Lark takes, and that are left out. */
  readonly leftOut?: readonly string[];
}

const path = new URL('../fixtures/lark.json', import.meta.url);
const cases: LarkCase[] = JSON.parse(readFileSync(path, 'utf8'));

const model = makeRandomModel();
let tester: GrammarTester;
beforeAll(async () => {
  tester = await openGrammarTester(model.path);
});
afterAll(async () => {
  await tester.close();
  model.remove();
});

async function fitting({ grammar, texts }: LarkCase): Promise<string[]> {
  const compiled = compileLark({ lark: `${grammar.join('\n')}\n`, argument: 'input' });
  if (compiled.kind === 'fault') throw new Error(compiled.message);
  const found: string[] = [];
  for (const text of Object.keys(texts))
    if (await tester.fits(compiled.gbnf, JSON.stringify({ input: text })))
      found.push(text);
  return found;
}

describe.each(cases)('a grammar in Lark with $name', (one) => {
  test('lets no text through that Lark does not take', async () => {
    const found = await fitting(one);
    expect(found.filter((text) => one.texts[text] === 'no')).toEqual([]);
  });

  test('lets through what both parsers of Lark take', async () => {
    const found = await fitting(one);
    const taken = Object.keys(one.texts).filter((text) => one.texts[text] === 'yes');
    expect(taken.filter((text) => !found.includes(text))).toEqual(one.leftOut ?? []);
  });
});
