import assert from 'node:assert/strict';
import { type ConformanceCase, openaiClient, question } from '../conformance-case.ts';

export const chatCompletionCases: readonly ConformanceCase[] = [
  {
    name: 'answers a chat with a message of the assistant',
    run: async (target) => {
      const completion = await openaiClient(target).chat.completions.create(
        question(target),
      );
      assert.equal(completion.object, 'chat.completion');
      assert.equal(completion.choices.length, 1);
      const [choice] = completion.choices;
      assert.equal(choice?.message.role, 'assistant');
      assert.ok((choice.message.content ?? '').length > 0);
      assert.ok(['stop', 'length'].includes(choice.finish_reason));
    },
  },
  {
    name: 'counts the tokens of a chat',
    run: async (target) => {
      const { usage } = await openaiClient(target).chat.completions.create(
        question(target),
      );
      assert.ok(usage);
      assert.ok(usage.prompt_tokens > 0 && usage.completion_tokens > 0);
      assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
    },
  },
  {
    name: 'gives as many choices as asked for',
    run: async (target) => {
      const { choices } = await openaiClient(target).chat.completions.create({
        ...question(target),
        n: 3,
      });
      assert.deepEqual(
        choices.map(({ index }) => index),
        [0, 1, 2],
      );
    },
  },
  {
    name: 'ends at the token limit and says so',
    run: async (target) => {
      const { choices, usage } = await openaiClient(target).chat.completions.create({
        ...question(target),
        max_tokens: 1,
      });
      assert.equal(choices[0]?.finish_reason, 'length');
      assert.equal(usage?.completion_tokens, 1);
    },
  },
  {
    name: 'ends before a stop text and leaves it out',
    run: async (target) => {
      const client = openaiClient(target);
      const whole = await client.chat.completions.create(question(target));
      const text = whole.choices[0]?.message.content ?? '';
      const stop = text.slice(Math.floor(text.length / 2)).slice(0, 4);
      const cut = await client.chat.completions.create({ ...question(target), stop });
      assert.equal(cut.choices[0]?.message.content, text.slice(0, text.indexOf(stop)));
      assert.equal(cut.choices[0].finish_reason, 'stop');
    },
  },
  {
    name: 'gives log probabilities whose bytes are the text',
    run: async (target) => {
      const { choices } = await openaiClient(target).chat.completions.create({
        ...question(target),
        logprobs: true,
        top_logprobs: 2,
      });
      const tokens = choices[0]?.logprobs?.content ?? [];
      assert.ok(tokens.length > 0);
      for (const token of tokens) {
        assert.ok(token.logprob <= 0);
        assert.ok(token.top_logprobs.length <= 2);
      }
      const bytes = tokens.flatMap((token) => token.bytes ?? []);
      assert.equal(Buffer.from(bytes).toString('utf8'), choices[0]?.message.content);
    },
  },
  {
    name: 'gives no log probabilities unless asked',
    run: async (target) => {
      const completion = await openaiClient(target).chat.completions.create(
        question(target),
      );
      assert.equal(completion.choices[0]?.logprobs ?? null, null);
    },
  },
  {
    name: 'takes content in parts like content in one piece',
    run: async (target) => {
      const client = openaiClient(target);
      const { messages, ...rest } = question(target);
      const parts = messages.map(({ role, content }) => ({
        role,
        content: [{ type: 'text' as const, text: content }],
      }));
      const one = await client.chat.completions.create(question(target));
      const other = await client.chat.completions.create({ ...rest, messages: parts });
      assert.equal(other.choices[0]?.message.content, one.choices[0]?.message.content);
    },
  },
];
