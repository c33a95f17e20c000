import assert from 'node:assert/strict';
import type OpenAI from 'openai';

type Event = OpenAI.Responses.ResponseStreamEvent;

/**
 * The rules every stream of a response keeps: numbers without gaps from 0, one response, its
 * beginning first and its end last, items that open and close one after another, and in each
 * the text whole at its end.
 */
export function assertResponseStreamRules(events: readonly Event[]): void {
  assert.deepEqual(
    events.map((event) => event.sequence_number),
    [...events.keys()],
  );
  const types = events.map(({ type }) => type);
  assert.equal(types[0], 'response.created');
  const start = types[1] === 'response.queued' ? 2 : 1;
  assert.equal(types[start], 'response.in_progress');
  assert.match(types.at(-1) ?? '', /^response\.(completed|incomplete)$/);
  const ids = new Set(
    events.flatMap((event) => ('response' in event ? [event.response.id] : [])),
  );
  assert.equal(ids.size, 1, 'all events are of one response');
  assertItemRules(events);
}

/** The text of a stream, from its pieces. */
export function textOfResponse(events: readonly Event[]): string {
  return events
    .map((event) => (event.type === 'response.output_text.delta' ? event.delta : ''))
    .join('');
}

function assertItemRules(events: readonly Event[]): void {
  let open: number | undefined;
  let numItems = 0;
  for (const event of events) {
    if (event.type === 'response.output_item.added') {
      assert.equal(open, undefined, 'an item opens after the one before has closed');
      assert.equal(event.output_index, numItems);
      open = event.output_index;
      numItems += 1;
    } else if ('output_index' in event) {
      assert.equal(
        event.output_index,
        open,
        'what happens to an item happens while it is open',
      );
      if (event.type === 'response.output_item.done') open = undefined;
    }
  }
  assert.equal(open, undefined, 'every item is closed');
  const last = events.at(-1);
  assert.ok(last && 'response' in last);
  assert.equal(last.response.output.length, numItems, 'the response has all items');
  const done = events.find(({ type }) => type === 'response.output_text.done');
  if (done?.type === 'response.output_text.done')
    assert.equal(
      done.text,
      textOfResponse(events),
      'the text at the end is that of its pieces',
    );
}
