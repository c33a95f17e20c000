import assert from 'node:assert/strict';
import { NotFoundError } from 'openai';
import { type ConformanceCase, openaiClient } from '../conformance-case.ts';

export const modelCases: readonly ConformanceCase[] = [
  {
    name: 'lists the model it serves',
    run: async (target) => {
      const models = await Array.fromAsync(openaiClient(target).models.list());
      const model = models.find(({ id }) => id === target.model);
      assert.equal(model?.object, 'model');
      assert.ok(Number.isInteger(model.created));
    },
  },
  {
    name: 'finds a model by its id',
    run: async (target) => {
      const model = await openaiClient(target).models.retrieve(target.model);
      assert.equal(model.id, target.model);
    },
  },
  {
    name: 'does not find a model it has not got',
    run: async (target) => {
      await assert.rejects(
        openaiClient(target).models.retrieve('no-such-model'),
        NotFoundError,
      );
    },
  },
];
