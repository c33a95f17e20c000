import assert from 'node:assert/strict';
import type OpenAI from 'openai';

type Chunk = OpenAI.ChatCompletionChunk;

/**
 * The rules every streamed chat completion keeps: one head, one choice a chunk, and for
 * each choice a role, then text, then a reason in a chunk of its own.
 */
export function assertChatStreamRules(
  chunks: readonly Chunk[],
  numChoices: number,
): void {
  const [first] = chunks;
  assert.ok(first, 'the stream has chunks');
  for (const chunk of chunks) {
    assert.equal(chunk.object, 'chat.completion.chunk');
    assert.deepEqual(
      [chunk.id, chunk.created, chunk.model],
      [first.id, first.created, first.model],
    );
    assert.ok(chunk.choices.length <= 1, 'a chunk has at most one choice');
  }
  const indexes = new Set(
    chunks.flatMap(({ choices }) => choices.map(({ index }) => index)),
  );
  assert.equal(indexes.size, numChoices);
  for (const index of indexes) assertChoiceRules(choicesOf(chunks, index));
}

/** The text of one choice. */
export function textOf(chunks: readonly Chunk[], index = 0): string {
  return choicesOf(chunks, index)
    .map(({ delta }) => delta.content ?? '')
    .join('');
}

function assertChoiceRules(choices: readonly OpenAI.ChatCompletionChunk.Choice[]): void {
  const opening = choices.at(0);
  const closing = choices.at(-1);
  assert.equal(opening?.delta.role, 'assistant', 'the first delta has the role');
  assert.equal(opening.delta.content, '', 'the first delta has no text yet');
  assert.deepEqual(closing?.delta, {}, 'the last delta is empty');
  assert.ok(closing.finish_reason, 'the last chunk has the finish reason');
  for (const { delta, finish_reason: reason } of choices.slice(1, -1)) {
    assert.equal(reason, null, 'only the last chunk has a finish reason');
    assert.equal(delta.role, undefined, 'only the first delta has the role');
    assert.equal(typeof delta.content, 'string');
  }
}

function choicesOf(
  chunks: readonly Chunk[],
  index: number,
): OpenAI.ChatCompletionChunk.Choice[] {
  return chunks
    .flatMap(({ choices }) => choices)
    .filter((choice) => choice.index === index);
}
