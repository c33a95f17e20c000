import assert from 'node:assert/strict';
import OpenAI, { BadRequestError, NotFoundError } from 'openai';
import {
  type ConformanceCase,
  type ConformanceTarget,
  openaiClient,
} from '../conformance-case.ts';
import { assertResponseStreamRules, textOfResponse } from '../response-stream-rules.ts';

/** A question that any model answers, always alike, with a few words. */
function question({ model }: ConformanceTarget) {
  return {
    model,
    input: 'Say hello in one short sentence.',
    max_output_tokens: 16,
    temperature: 0,
  };
}

/** A response that somebody has waited for. */
async function ended(
  client: OpenAI,
  response: OpenAI.Responses.Response,
): Promise<OpenAI.Responses.Response> {
  let latest = response;
  const deadline = Date.now() + 15_000;
  while (latest.status === 'queued' || latest.status === 'in_progress') {
    assert.ok(Date.now() < deadline, 'the response ends some time');
    latest = await client.responses.retrieve(response.id);
  }
  return latest;
}

export const responseCases: readonly ConformanceCase[] = [
  {
    name: 'answers a response, and says what of it came out',
    run: async (target) => {
      const response = await openaiClient(target).responses.create({
        ...question(target),
        metadata: { purpose: 'conformance' },
        instructions: 'Be brief.',
      });
      assert.match(response.id, /^resp_/);
      assert.equal(response.object, 'response');
      assert.match(response.status ?? '', /^(completed|incomplete)$/);
      assert.ok(response.output_text.length > 0);
      assert.deepEqual(response.metadata, { purpose: 'conformance' });
      assert.equal(response.instructions, 'Be brief.');
      const { usage } = response;
      assert.ok(usage && usage.input_tokens > 0);
      assert.equal(usage.total_tokens, usage.input_tokens + usage.output_tokens);
    },
  },
  {
    name: 'streams a response by the rules, with the text that it sends whole',
    run: async (target) => {
      const client = openaiClient(target);
      const stream = await client.responses.create({ ...question(target), stream: true });
      const events = await Array.fromAsync(stream);
      assertResponseStreamRules(events);
      const whole = await client.responses.create(question(target));
      assert.equal(textOfResponse(events), whole.output_text);
    },
  },
  {
    name: "is understood by the client's own reader of response streams",
    run: async (target) => {
      const client = openaiClient(target);
      const stream = client.responses.stream(question(target));
      let text = '';
      stream.on('response.output_text.delta', ({ delta }) => {
        text += delta;
      });
      const response = await stream.finalResponse();
      assert.equal(response.output_text, text);
      assert.ok(text.length > 0);
    },
  },
  {
    name: 'is understood by the parser of responses',
    run: async (target) => {
      const response = await openaiClient(target).responses.parse({
        ...question(target),
        text: { format: { type: 'text' } },
      });
      assert.ok(response.output_text.length > 0);
      assert.equal(response.output_parsed, null);
    },
  },
  {
    name: 'continues a response by its id',
    run: async (target) => {
      const client = openaiClient(target);
      const first = await client.responses.create(question(target));
      const second = await client.responses.create({
        ...question(target),
        previous_response_id: first.id,
      });
      assert.equal(second.previous_response_id, first.id);
      assert.ok((second.usage?.input_tokens ?? 0) > (first.usage?.input_tokens ?? 0));
    },
  },
  {
    name: 'keeps a response with its input until it is deleted',
    run: async (target) => {
      const client = openaiClient(target);
      const created = await client.responses.create(question(target));
      const retrieved = await client.responses.retrieve(created.id);
      assert.equal(retrieved.output_text, created.output_text);
      const items = await Array.fromAsync(client.responses.inputItems.list(created.id));
      assert.equal(items.length, 1);
      assert.ok(items[0]?.type === 'message' && items[0].role === 'user');
      await client.responses.delete(created.id);
      await assert.rejects(client.responses.retrieve(created.id), NotFoundError);
    },
  },
  {
    name: 'does not keep a response that is not to be stored',
    run: async (target) => {
      const client = openaiClient(target);
      const { id } = await client.responses.create({ ...question(target), store: false });
      await assert.rejects(client.responses.retrieve(id), NotFoundError);
    },
  },
  {
    name: 'works in the background, and is asked again until it has ended',
    run: async (target) => {
      const client = openaiClient(target);
      const created = await client.responses.create({
        ...question(target),
        background: true,
      });
      assert.match(created.status ?? '', /^(queued|in_progress|completed|incomplete)$/);
      const response = await ended(client, created);
      assert.match(response.status ?? '', /^(completed|incomplete)$/);
      assert.ok(response.output_text.length > 0);
      const whole = await client.responses.create(question(target));
      assert.equal(response.output_text, whole.output_text);
    },
  },
  {
    name: 'streams a background response again from any event on',
    run: async (target) => {
      const client = openaiClient(target);
      const stream = await client.responses.create({
        ...question(target),
        background: true,
        stream: true,
      });
      const events = await Array.fromAsync(stream);
      assertResponseStreamRules(events);
      const [first] = events;
      assert.ok(first?.type === 'response.created');
      const again = await client.responses.retrieve(first.response.id, {
        stream: true,
        starting_after: 3,
      });
      const rest = await Array.fromAsync(again);
      assert.deepEqual(
        rest.map(({ type, sequence_number: number }) => [type, number]),
        events.slice(4).map(({ type, sequence_number: number }) => [type, number]),
      );
    },
  },
  {
    name: "is understood where the client's reader takes up a stream by its id",
    run: async (target) => {
      const client = openaiClient(target);
      const { id, output_text: text } = await client.responses.create(question(target));
      const stream = client.responses.stream({ response_id: id, starting_after: 2 });
      assert.equal((await stream.finalResponse()).output_text, text);
    },
  },
  {
    name: 'cancels a background response, and says so again',
    run: async (target) => {
      const client = openaiClient(target);
      const { id } = await client.responses.create({
        ...question(target),
        background: true,
      });
      const cancelled = await client.responses.cancel(id);
      // It may have been quicker than the cancellation.
      assert.match(cancelled.status ?? '', /^(cancelled|completed|incomplete)$/);
      assert.equal((await client.responses.cancel(id)).status, cancelled.status);
    },
  },
  {
    name: 'does not cancel a response that somebody waited for',
    run: async (target) => {
      const client = openaiClient(target);
      const { id } = await client.responses.create(question(target));
      await assert.rejects(client.responses.cancel(id), BadRequestError);
    },
  },
  {
    name: 'counts the tokens a response would read',
    run: async (target) => {
      const client = openaiClient(target);
      const { model, input } = question(target);
      const count = await client.responses.inputTokens.count({ model, input });
      const response = await client.responses.create(question(target));
      assert.equal(count.input_tokens, response.usage?.input_tokens);
    },
  },
  {
    name: 'makes a conversation shorter, and goes on from there',
    run: async (target) => {
      const client = openaiClient(target);
      const { model, input } = question(target);
      const compacted = await client.responses.compact({ model, input });
      assert.equal(compacted.output.at(-1)?.type, 'compaction');
      const response = await client.responses.create({
        ...question(target),
        input: [
          ...(compacted.output as OpenAI.Responses.ResponseInput),
          {
            role: 'user',
            content: 'Go on.',
          },
        ],
      });
      assert.ok(response.output_text.length > 0);
    },
  },
  {
    name: 'refuses to continue what is not there, by name',
    run: async (target) => {
      const answer = openaiClient(target).responses.create({
        ...question(target),
        previous_response_id: 'resp_none',
      });
      await assert.rejects(answer, (error) => {
        assert.ok(error instanceof BadRequestError);
        assert.equal(error.code, 'previous_response_not_found');
        assert.equal(error.param, 'previous_response_id');
        return true;
      });
    },
  },
];
