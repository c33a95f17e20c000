import assert from 'node:assert/strict';
import {
  type ConformanceCase,
  type ConformanceTarget,
  openaiClient,
} from '../conformance-case.ts';

function beginning({ model }: ConformanceTarget) {
  return { model, prompt: 'Once upon a time', max_tokens: 12, temperature: 0 };
}

export const completionCases: readonly ConformanceCase[] = [
  {
    name: 'continues a text',
    run: async (target) => {
      const completion = await openaiClient(target).completions.create(beginning(target));
      assert.equal(completion.object, 'text_completion');
      assert.ok((completion.choices[0]?.text ?? '').length > 0);
      assert.ok((completion.usage?.completion_tokens ?? 0) > 0);
    },
  },
  {
    name: 'continues several texts, each with several choices, in their order',
    run: async (target) => {
      const client = openaiClient(target);
      const prompts = ['Once upon a time', 'The sun'];
      const { choices } = await client.completions.create({
        ...beginning(target),
        prompt: prompts,
        n: 2,
      });
      assert.deepEqual(
        choices.map(({ index }) => index),
        [0, 1, 2, 3],
      );
      for (const [place, prompt] of prompts.entries()) {
        const alone = await client.completions.create({ ...beginning(target), prompt });
        assert.equal(choices[place * 2]?.text, alone.choices[0]?.text);
      }
    },
  },
  {
    name: 'gives log probabilities of a text in four lists of one length',
    run: async (target) => {
      const { choices } = await openaiClient(target).completions.create({
        ...beginning(target),
        logprobs: 2,
      });
      const logprobs = choices[0]?.logprobs;
      const lengths = [
        logprobs?.tokens?.length,
        logprobs?.token_logprobs?.length,
        logprobs?.top_logprobs?.length,
        logprobs?.text_offset?.length,
      ];
      assert.ok((lengths[0] ?? 0) > 0);
      assert.equal(new Set(lengths).size, 1);
    },
  },
  {
    name: 'streams the same text as it sends whole when continuing one',
    run: async (target) => {
      const client = openaiClient(target);
      const whole = await client.completions.create(beginning(target));
      const stream = await client.completions.create({
        ...beginning(target),
        stream: true,
      });
      const chunks = await Array.fromAsync(stream);
      const text = chunks.map(({ choices }) => choices[0]?.text ?? '').join('');
      assert.equal(text, whole.choices[0]?.text);
      assert.equal(
        chunks.at(-1)?.choices[0]?.finish_reason,
        whole.choices[0]?.finish_reason,
      );
    },
  },
];
