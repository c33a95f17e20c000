import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDocument } from '../src/published-document/open-document.ts';
import {
  type JudgedAnswer,
  PublishedDocument,
} from '../src/published-document/published-document.ts';

const shared = process.env['SAMEWIRE_SHARED'] ?? join(process.cwd(), '../shared');
const file = join(shared, 'openai/openapi.yaml');
const opened = openDocument(file, join(process.cwd(), '.cache'));
const note = opened === undefined ? ` (skipped: there is no ${file})` : '';

function faultsOf(answer: Partial<JudgedAnswer>): string[] {
  if (opened === undefined) throw new Error('There is no document.');
  return new PublishedDocument(opened).faultsOf({
    method: 'POST',
    path: '/responses',
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: '{}',
    ...answer,
  });
}

const file1 = {
  id: 'file-1',
  object: 'file',
  bytes: 1,
  created_at: 1,
  filename: 'a.jsonl',
  purpose: 'batch',
  status: 'processed',
};

describe.skipIf(opened === undefined)(`OpenAI's document, patched${note}`, () => {
  test('fits an answer that is as it should be', () => {
    const body = JSON.stringify(file1);
    expect(faultsOf({ path: '/files', body })).toEqual([]);
  });

  test('names what is wrong with an answer, and where', () => {
    const body = JSON.stringify({ ...file1, bytes: 'one' });
    expect(faultsOf({ path: '/files', body })).toEqual([
      expect.stringContaining(
        'POST /files, status 200: /bytes must be integer (OpenAIFile)',
      ),
    ]);
  });

  test('asks an error for all that OpenAI tells of one', () => {
    const body = JSON.stringify({ error: { message: 'No.', type: 'x', param: null } });
    expect(faultsOf({ status: 400, body })).toEqual([expect.stringContaining("'code'")]);
  });

  test('judges every event of a stream by its own schema', () => {
    const delta = { type: 'response.output_text.delta', sequence_number: 4, delta: 'Hi' };
    const body = `event: x\ndata: ${JSON.stringify(delta)}\n\ndata: {"type":"response.odd"}\n\n`;
    expect(faultsOf({ contentType: 'text/event-stream', body })).toEqual([
      expect.stringContaining(
        "must have required property 'item_id' (ResponseTextDeltaEvent)",
      ),
      'POST /responses, status 200: there is no event response.odd',
    ]);
  });

  test('says nothing of what it does not describe', () => {
    expect(faultsOf({ path: '/rerank', body: '[]' })).toEqual([]);
  });
});
