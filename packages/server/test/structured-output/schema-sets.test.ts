// Whether grammars let through what their schemas hold for, and nothing else, token by token.

import { type GrammarTester, openGrammarTester } from '@samewire/engine/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRandomModel } from '../support/qwen-model.ts';
import {
  grammarOf,
  ownSchemas,
  type SchemaCase,
  schemaFolder,
  sharedSchemas,
} from '../support/schema-set.ts';

const model = makeRandomModel();
let tester: GrammarTester;
beforeAll(async () => {
  tester = await openGrammarTester(model.path);
});
afterAll(async () => {
  await tester.close();
  model.remove();
});

interface Outcome {
  readonly name: string;
  readonly isAccepted: boolean;
  readonly wronglyAccepted: readonly string[];
  readonly wronglyRefused: readonly string[];
}

async function judge({ name, schema, documents }: SchemaCase): Promise<Outcome> {
  const { gbnf } = grammarOf(schema);
  const wronglyAccepted: string[] = [];
  const wronglyRefused: string[] = [];
  if (gbnf === undefined)
    return { name, isAccepted: false, wronglyAccepted, wronglyRefused };
  for (const { isValid, text } of documents) {
    const fits = await tester.fits(gbnf, text);
    if (fits === isValid) continue;
    (fits ? wronglyAccepted : wronglyRefused).push(`${name}: ${text.slice(0, 500)}`);
  }
  return { name, isAccepted: true, wronglyAccepted, wronglyRefused };
}

test.each(ownSchemas())('a schema with $name is kept to exactly', async (one) => {
  expect(await judge(one)).toEqual({
    name: one.name,
    isAccepted: true,
    wronglyAccepted: [],
    wronglyRefused: [],
  });
});

test.skipIf(!schemaFolder.isThere)(
  `of 650 real schemas nine in ten are kept to exactly, and none lets anything else through${schemaFolder.note}`,
  async () => {
    const outcomes: Outcome[] = [];
    for (const one of sharedSchemas()) outcomes.push(await judge(one));
    const accepted = outcomes.filter(({ isAccepted }) => isAccepted);
    const correct = accepted.filter(
      ({ wronglyAccepted, wronglyRefused }) =>
        wronglyAccepted.length + wronglyRefused.length === 0,
    );
    console.log(
      `${outcomes.length} schemas, vocabulary of ${model.name}: ${accepted.length} accepted, ` +
        `${correct.length} of them correct`,
    );
    expect(outcomes.flatMap(({ wronglyAccepted }) => wronglyAccepted)).toEqual([]);
    expect(correct.length / outcomes.length).toBeGreaterThan(0.9);
  },
);
