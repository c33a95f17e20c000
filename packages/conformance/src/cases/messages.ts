import assert from 'node:assert/strict';
import Anthropic, {
  AuthenticationError,
  BadRequestError,
  NotFoundError,
} from '@anthropic-ai/sdk';
import type { ConformanceCase, ConformanceTarget } from '../conformance-case.ts';

/** Anthropic's client puts the version into the path itself. */
function anthropicClient({ baseUrl, apiKey }: ConformanceTarget): Anthropic {
  return new Anthropic({
    baseURL: baseUrl.replace(/\/v1$/, ''),
    apiKey: apiKey ?? 'none',
    maxRetries: 0,
  });
}

function question({ model }: ConformanceTarget) {
  return {
    model,
    max_tokens: 16,
    system: 'Answer in English.',
    messages: [{ role: 'user' as const, content: 'Say hello in one short sentence.' }],
    // The newest version of the wire has no temperature to ask for equal answers with.
    seed: 1,
  };
}

function textOf({ content }: Anthropic.Message): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

export const messagesCases: readonly ConformanceCase[] = [
  {
    name: "answers Anthropic's client",
    run: async (target) => {
      const { data: message, request_id: requestId } = await anthropicClient(target)
        .messages.create(question(target))
        .withResponse();
      assert.equal(message.type, 'message');
      assert.equal(message.role, 'assistant');
      assert.equal(message.model, target.model);
      assert.ok(textOf(message).length > 0);
      assert.ok(['end_turn', 'max_tokens'].includes(message.stop_reason ?? ''));
      assert.ok(message.usage.output_tokens > 0);
      assert.ok(requestId, 'the answer has a request id');
    },
  },
  {
    name: "streams to Anthropic's client what it answers it whole",
    run: async (target) => {
      const client = anthropicClient(target);
      const stream = client.messages.stream(question(target));
      const pieces: string[] = [];
      stream.on('text', (piece) => pieces.push(piece));
      const streamed = await stream.finalMessage();
      const whole = await client.messages.create(question(target));
      assert.equal(pieces.join(''), textOf(whole));
      assert.deepEqual(streamed.content, whole.content);
      assert.equal(streamed.stop_reason, whole.stop_reason);
      assert.equal(streamed.usage.output_tokens, whole.usage.output_tokens);
    },
  },
  {
    name: "stops at a stop sequence of Anthropic's client and names it",
    run: async (target) => {
      const client = anthropicClient(target);
      const whole = textOf(await client.messages.create(question(target)));
      const stop = whole.slice(2, 4);
      const message = await client.messages.create({
        ...question(target),
        stop_sequences: [stop],
      });
      assert.equal(message.stop_reason, 'stop_sequence');
      assert.equal(message.stop_sequence, stop);
      assert.equal(textOf(message), whole.slice(0, 2));
    },
  },
  {
    name: "counts tokens for Anthropic's client",
    run: async (target) => {
      const client = anthropicClient(target);
      const { model, system, messages } = question(target);
      const { input_tokens } = await client.messages.countTokens({
        model,
        system,
        messages,
      });
      const { usage } = await client.messages.create(question(target));
      const cached = usage.cache_read_input_tokens ?? 0;
      assert.equal(input_tokens, usage.input_tokens + cached);
    },
  },
  {
    name: "refuses with the error classes of Anthropic's client",
    run: async (target) => {
      const client = anthropicClient(target);
      const asked = question(target);
      await assert.rejects(
        client.messages.create({ ...asked, model: 'no-such-model' }),
        (error) => {
          assert.ok(error instanceof NotFoundError);
          assert.equal(error.type, 'not_found_error');
          assert.ok(error.requestID);
          return true;
        },
      );
      await assert.rejects(
        client.messages.create({ ...asked, messages: [] }),
        BadRequestError,
      );
      if (target.apiKey === undefined) return;
      const stranger = anthropicClient({ ...target, apiKey: 'sk-wrong-0123456789' });
      await assert.rejects(stranger.messages.create(asked), AuthenticationError);
    },
  },
];
