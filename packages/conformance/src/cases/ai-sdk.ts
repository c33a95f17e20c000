import assert from 'node:assert/strict';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, streamText } from 'ai';
import {
  type ConformanceCase,
  type ConformanceTarget,
  openaiClient,
  question,
} from '../conformance-case.ts';

function aiModel({ baseUrl, apiKey, model }: ConformanceTarget, id = model) {
  const provider = createOpenAICompatible({
    name: 'conformance',
    baseURL: baseUrl,
    apiKey: apiKey ?? 'none',
    includeUsage: true,
  });
  return provider.chatModel(id);
}

/** The same client over the Responses API. */
function aiResponsesModel({ baseUrl, apiKey, model }: ConformanceTarget) {
  return createOpenAI({ baseURL: baseUrl, apiKey: apiKey ?? 'none' }).responses(model);
}

const ask = {
  prompt: 'Say hello in one short sentence.',
  maxOutputTokens: 16,
  temperature: 0,
  maxRetries: 0,
};

export const aiSdkCases: readonly ConformanceCase[] = [
  {
    name: "answers Vercel's ai client like the official one",
    run: async (target) => {
      const { text, usage } = await generateText({ ...ask, model: aiModel(target) });
      const whole = await openaiClient(target).chat.completions.create(question(target));
      assert.equal(text, whole.choices[0]?.message.content);
      assert.equal(usage.totalTokens, whole.usage?.total_tokens);
    },
  },
  {
    name: "streams to Vercel's ai client",
    run: async (target) => {
      const result = streamText({ ...ask, model: aiModel(target) });
      const text = (await Array.fromAsync(result.textStream)).join('');
      const whole = await openaiClient(target).chat.completions.create(question(target));
      assert.equal(text, whole.choices[0]?.message.content);
      assert.ok(((await result.usage).outputTokens ?? 0) > 0);
    },
  },
  {
    name: "answers Vercel's ai client over responses, and goes on by their ids",
    run: async (target) => {
      const model = aiResponsesModel(target);
      const first = await generateText({ ...ask, model });
      assert.ok(first.text.length > 0);
      assert.ok((first.usage.totalTokens ?? 0) > 0);
      const responseId = first.providerMetadata?.['openai']?.['responseId'];
      assert.ok(typeof responseId === 'string');
      const second = await generateText({
        ...ask,
        model,
        providerOptions: { openai: { previousResponseId: responseId } },
      });
      assert.ok((second.usage.inputTokens ?? 0) > (first.usage.inputTokens ?? 0));
    },
  },
  {
    name: "streams to Vercel's ai client over responses",
    run: async (target) => {
      const model = aiResponsesModel(target);
      const result = streamText({ ...ask, model });
      const text = (await Array.fromAsync(result.textStream)).join('');
      assert.equal(text, (await generateText({ ...ask, model })).text);
      assert.ok(((await result.usage).outputTokens ?? 0) > 0);
      assert.match(await result.finishReason, /^(stop|length)$/);
    },
  },
  {
    name: "tells Vercel's ai client which error it was",
    run: async (target) => {
      const answer = generateText({ ...ask, model: aiModel(target, 'no-such-model') });
      await assert.rejects(answer, (error) => {
        assert.ok(APICallError.isInstance(error));
        assert.equal(error.statusCode, 404);
        assert.match(error.message, /no-such-model/);
        return true;
      });
    },
  },
];
