import assert from 'node:assert/strict';
import { NotFoundError } from 'openai';
import {
  type ConformanceCase,
  openaiClient,
  question as chatQuestion,
} from '../conformance-case.ts';

function userSays(text: string) {
  return { type: 'message' as const, role: 'user' as const, content: text };
}

export const conversationCases: readonly ConformanceCase[] = [
  {
    name: 'keeps a conversation with its metadata until it is deleted',
    run: async (target) => {
      const { conversations } = openaiClient(target);
      const created = await conversations.create({ metadata: { topic: 'one' } });
      assert.match(created.id, /^conv_/);
      assert.deepEqual(await conversations.retrieve(created.id), created);
      const updated = await conversations.update(created.id, {
        metadata: { topic: 'two' },
      });
      assert.deepEqual(updated.metadata, { topic: 'two' });
      const deleted = await conversations.delete(created.id);
      assert.equal(deleted.deleted, true);
      await assert.rejects(conversations.retrieve(created.id), NotFoundError);
    },
  },
  {
    name: 'lists the items of a conversation, page by page',
    run: async (target) => {
      const { conversations } = openaiClient(target);
      const { id } = await conversations.create({
        items: [userSays('1'), userSays('2')],
      });
      await conversations.items.create(id, { items: [userSays('3')] });
      const items = await Array.fromAsync(conversations.items.list(id, { limit: 1 }));
      const texts = items.map((item) => {
        const [part] = item.type === 'message' ? item.content : [];
        return part?.type === 'input_text' ? part.text : '';
      });
      assert.deepEqual(texts, ['3', '2', '1']);
    },
  },
  {
    name: 'shows and deletes single items of a conversation',
    run: async (target) => {
      const { conversations } = openaiClient(target);
      const { id } = await conversations.create({ items: [userSays('1')] });
      const [item] = await Array.fromAsync(conversations.items.list(id));
      const itemId = item?.id ?? '';
      const params = { conversation_id: id };
      assert.deepEqual(await conversations.items.retrieve(itemId, params), item);
      assert.equal((await conversations.items.delete(itemId, params)).id, id);
      await assert.rejects(conversations.items.retrieve(itemId, params), NotFoundError);
    },
  },
  {
    name: 'puts responses behind the conversation they belong to',
    run: async (target) => {
      const client = openaiClient(target);
      const { id } = await client.conversations.create();
      const response = await client.responses.create({
        model: target.model,
        input: 'Say hello.',
        max_output_tokens: 16,
        conversation: id,
      });
      assert.equal(response.conversation?.id, id);
      const items = await Array.fromAsync(
        client.conversations.items.list(id, { order: 'asc' }),
      );
      assert.deepEqual(
        items.map((item) => item.type === 'message' && item.role),
        ['user', 'assistant'],
      );
      assert.equal(items[1]?.id, response.output[0]?.id);
    },
  },
  {
    name: 'keeps a chat completion that is to be stored',
    run: async (target) => {
      const { completions } = openaiClient(target).chat;
      const tag = { tag: `t${Date.now()}` };
      const stored = await completions.create({
        ...chatQuestion(target),
        store: true,
        metadata: tag,
      });
      const { choices } = await completions.retrieve(stored.id);
      assert.deepEqual(choices, stored.choices);
      const listed = await Array.fromAsync(completions.list({ metadata: tag }));
      assert.deepEqual(
        listed.map(({ id }) => id),
        [stored.id],
      );
      const messages = await Array.fromAsync(completions.messages.list(stored.id));
      assert.equal(messages[0]?.content, chatQuestion(target).messages[0]?.content);
      const updated = await completions.update(stored.id, { metadata: { other: 'x' } });
      assert.deepEqual(updated.choices, stored.choices);
      assert.equal((await completions.delete(stored.id)).deleted, true);
      await assert.rejects(completions.retrieve(stored.id), NotFoundError);
    },
  },
];
