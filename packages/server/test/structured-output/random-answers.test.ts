// A model of random weights walks all over a grammar. What it ends must be valid all the same.
//
// Answers have numbers, and a number says schema, seed and eagerness to close. Generated are
// SAMEWIRE_NUM_ANSWERS (48) from number SAMEWIRE_FIRST_ANSWER (0) on: a long run can be made in
// parts, which together are what one run would be.

import { type Engine, loadEngine } from '@samewire/engine';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRandomModel } from '../support/qwen-model.ts';
import { grammarOf, ownSchemas, sharedSchemas } from '../support/schema-set.ts';

const firstAnswer = Number(process.env['SAMEWIRE_FIRST_ANSWER'] ?? 0);
const numAnswers = Number(process.env['SAMEWIRE_NUM_ANSWERS'] ?? 48);
const maxTokens = 240;
/** What is added to the logits of tokens that close something. */
const eagerness = [6, 10, 14];

const model = makeRandomModel();
let engine: Engine;
beforeAll(async () => {
  engine = loadEngine({ modelPath: model.path, contextSize: 4096, numSlots: 8 });
  await engine.ready();
});
afterAll(async () => {
  await engine.close();
  model.remove();
});

/** Where none of these is likelier than others, random texts are as long as the limit lets them be. */
async function tokensThatClose(): Promise<number[]> {
  const closing: number[] = [];
  for (const text of ['"', '}', ']', '"}', '",', '":', '],', '},', '"]']) {
    const [token, ...more] = await engine.tokenize(text, { addSpecial: false });
    if (token !== undefined && more.length === 0) closing.push(token);
  }
  return closing;
}

/** The reference for what is valid; undefined for the few schemas that it does not take. */
function validatorOf(schema: unknown) {
  // Drafts differ in how they write tuples, and in little else. Formats are our own.
  const { $schema: _, id: _id, ...rest } = schema as Record<string, unknown>;
  const Ajv = JSON.stringify(schema).includes('"prefixItems"') ? Ajv2020 : Ajv2019;
  const options = { strict: false, validateFormats: false, logger: false } as const;
  for (const unicodeRegExp of [true, false])
    try {
      // Old drafts' `id`, which Ajv would refuse.
      return new Ajv({ ...options, unicodeRegExp }).removeKeyword('id').compile(rest);
    } catch {
      // Patterns with escapes that only the other kind of regular expression has.
    }
  return undefined;
}

const timeout = Math.max(600_000, numAnswers * 3_000);
test(
  `answers that end by themselves are valid, ${numAnswers} from ${firstAnswer} on`,
  { timeout },
  async () => {
    const schemas = [...ownSchemas(), ...sharedSchemas()].flatMap(({ name, schema }) => {
      const { gbnf } = grammarOf(schema);
      return gbnf === undefined ? [] : [{ name, schema, gbnf }];
    });
    const closing = await tokensThatClose();
    const biases = eagerness.map(
      (bias) => new Map(closing.map((token) => [token, bias])),
    );
    const invalid: string[] = [];
    const unchecked = new Set<string>();
    const ends = { stop: 0, valid: 0, length: 0 };
    let next = firstAnswer;
    const answer = async () => {
      for (let at = next++; at < firstAnswer + numAnswers; at = next++) {
        // A step that shares no factor with the count, so that every schema has its turn.
        const { name, schema, gbnf } = schemas[(at * 7919) % schemas.length]!;
        const round = Math.floor(at / schemas.length);
        const bias = biases[(at + round) % biases.length]!;
        const events = engine.generate({
          prompt: { kind: 'text', text: `${at}` },
          maxTokens,
          sampling: { temperature: 1.5, seed: at, logitBias: bias },
          grammar: { gbnf },
        });
        let text = '';
        let reason = '';
        for await (const event of events) {
          if (event.type === 'text-delta') text += event.text;
          if (event.type === 'finish') reason = event.reason;
        }
        if (reason === 'length') {
          ends.length++;
          continue;
        }
        ends.stop++;
        const validate = validatorOf(schema);
        if (validate === undefined) unchecked.add(name);
        else if (validate(JSON.parse(text))) ends.valid++;
        else invalid.push(`${name}: ${text} ${JSON.stringify(validate.errors)}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, answer));
    console.log(`${schemas.length} schemas, vocabulary of ${model.name}:`, ends, [
      ...unchecked,
    ]);
    expect(invalid).toEqual([]);
    expect(ends.stop).toBeGreaterThan(numAnswers / 4);
  },
);
