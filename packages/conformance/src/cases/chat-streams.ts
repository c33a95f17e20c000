import assert from 'node:assert/strict';
import OpenAI, { APIUserAbortError } from 'openai';
import { assertChatStreamRules, textOf } from '../chat-stream-rules.ts';
import {
  type ConformanceCase,
  type ConformanceTarget,
  openaiClient,
  question,
} from '../conformance-case.ts';

type Options = Partial<OpenAI.ChatCompletionCreateParamsStreaming>;

async function chunksOf(
  target: ConformanceTarget,
  options: Options = {},
): Promise<OpenAI.ChatCompletionChunk[]> {
  const stream = await openaiClient(target).chat.completions.create({
    ...question(target),
    ...options,
    stream: true,
  });
  return Array.fromAsync(stream);
}

export const chatStreamCases: readonly ConformanceCase[] = [
  {
    name: 'streams a chat by the rules',
    run: async (target) => assertChatStreamRules(await chunksOf(target), 1),
  },
  {
    name: 'streams the same text as it sends whole',
    run: async (target) => {
      const whole = await openaiClient(target).chat.completions.create(question(target));
      assert.equal(textOf(await chunksOf(target)), whole.choices[0]?.message.content);
    },
  },
  {
    name: 'streams each of several choices by the rules',
    run: async (target) => assertChatStreamRules(await chunksOf(target, { n: 2 }), 2),
  },
  {
    name: 'streams usage in one last chunk if asked',
    run: async (target) => {
      const chunks = await chunksOf(target, { stream_options: { include_usage: true } });
      const last = chunks.at(-1);
      assert.deepEqual(last?.choices, []);
      assert.ok((last.usage?.total_tokens ?? 0) > 0);
      for (const chunk of chunks.slice(0, -1)) assert.equal(chunk.usage, null);
    },
  },
  {
    name: 'streams no usage unless asked',
    run: async (target) => {
      for (const chunk of await chunksOf(target)) assert.equal(chunk.usage ?? null, null);
    },
  },
  {
    name: 'streams log probabilities with the text they belong to',
    run: async (target) => {
      const chunks = await chunksOf(target, { logprobs: true, top_logprobs: 1 });
      const tokens = chunks.flatMap(({ choices }) => choices[0]?.logprobs?.content ?? []);
      const bytes = tokens.flatMap((token) => token.bytes ?? []);
      assert.equal(Buffer.from(bytes).toString('utf8'), textOf(chunks));
    },
  },
  {
    name: "is understood by the client's own reader of streams",
    run: async (target) => {
      const stream = openaiClient(target).chat.completions.stream({
        ...question(target),
        stream: true,
      });
      const completion = await stream.finalChatCompletion();
      const whole = await openaiClient(target).chat.completions.create(question(target));
      assert.equal(
        completion.choices[0]?.message.content,
        whole.choices[0]?.message.content,
      );
    },
  },
  {
    name: 'lets a client leave in the middle of a stream and answers the next one',
    run: async (target) => {
      const client = openaiClient(target);
      const stream = await client.chat.completions.create({
        ...question(target),
        stream: true,
      });
      for await (const chunk of stream) {
        assert.ok(chunk.id);
        break;
      }
      assert.ok(stream.controller.signal.aborted);
      const next = await client.chat.completions.create(question(target));
      assert.ok(next.choices[0]?.message.content);
    },
  },
  {
    name: 'lets a client leave while it waits for a whole answer',
    run: async (target) => {
      const controller = new AbortController();
      const answer = openaiClient(target).chat.completions.create(question(target), {
        signal: controller.signal,
      });
      controller.abort();
      await assert.rejects(answer, APIUserAbortError);
    },
  },
];
