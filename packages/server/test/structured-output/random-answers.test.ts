// A model of random weights walks all over a grammar. What it ends must be valid all the same.
// SAMEWIRE_NUM_ANSWERS says how many answers are generated.

import { type Engine, loadEngine } from '@samewire/engine';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRandomModel } from '../support/qwen-model.ts';
import { grammarOf, ownSchemas, sharedSchemas } from '../support/schema-set.ts';

const numAnswers = Number(process.env['SAMEWIRE_NUM_ANSWERS'] ?? 48);
const maxTokens = 240;

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

/** Without these, texts of random tokens are as long as the limit lets them be. */
async function tokensThatClose(): Promise<Map<number, number>> {
  const bias = new Map<number, number>();
  for (const text of ['"', '}', ']', '"}', '",', '":', '],', '},', '"]']) {
    const [token, ...more] = await engine.tokenize(text, { addSpecial: false });
    if (token !== undefined && more.length === 0) bias.set(token, 6);
  }
  return bias;
}

/** The reference for what is valid; undefined for the few schemas that it does not take. */
function validatorOf(schema: unknown) {
  // Drafts differ in how they write tuples, and in little else. Formats are our own.
  const { $schema: _, id: _id, ...rest } = schema as Record<string, unknown>;
  const Ajv = JSON.stringify(schema).includes('"prefixItems"') ? Ajv2020 : Ajv2019;
  const options = { strict: false, validateFormats: false, logger: false } as const;
  for (const unicodeRegExp of [true, false])
    try {
      return new Ajv({ ...options, unicodeRegExp }).compile(rest);
    } catch {
      // Patterns with escapes that only the other kind of regular expression has.
    }
  return undefined;
}

test(`answers that end by themselves are valid under their schemas, ${numAnswers} of them`, async () => {
  const schemas = [...ownSchemas(), ...sharedSchemas()].flatMap(({ name, schema }) => {
    const { gbnf } = grammarOf(schema);
    return gbnf === undefined ? [] : [{ name, schema, gbnf }];
  });
  const closing = await tokensThatClose();
  const invalid: string[] = [];
  const ends = { stop: 0, length: 0, unchecked: 0 };
  let next = 0;
  const answer = async () => {
    for (let at = next++; at < numAnswers; at = next++) {
      // A step that shares no factor with the count, so that every schema has its turn.
      const { name, schema, gbnf } = schemas[(at * 7919) % schemas.length]!;
      const events = engine.generate({
        prompt: { kind: 'text', text: `${at}` },
        maxTokens,
        sampling: { temperature: 1.5, seed: at, logitBias: closing },
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
      if (validate === undefined) ends.unchecked++;
      else if (!validate(JSON.parse(text)))
        invalid.push(`${name}: ${text} ${JSON.stringify(validate.errors)}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, answer));
  console.log(`vocabulary of ${model.name}:`, ends);
  expect(invalid).toEqual([]);
  expect(ends.stop).toBeGreaterThan(numAnswers / 4);
});
