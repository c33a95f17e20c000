import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { NotFoundError, toFile } from 'openai';
import { type ConformanceCase, openaiClient, question } from '../conformance-case.ts';

const pollMs = 20;

export const fileCases: readonly ConformanceCase[] = [
  {
    name: 'keeps a file until it is deleted',
    run: async (target) => {
      const client = openaiClient(target);
      const created = await client.files.create({
        file: await toFile(Buffer.from('Hello\n'), 'hello.txt'),
        purpose: 'user_data',
      });
      assert.equal(created.filename, 'hello.txt');
      assert.equal(created.bytes, 6);
      assert.deepEqual(await client.files.retrieve(created.id), created);
      assert.equal(await (await client.files.content(created.id)).text(), 'Hello\n');
      const listed = await Array.fromAsync(client.files.list({ purpose: 'user_data' }));
      assert.ok(listed.some(({ id }) => id === created.id));
      assert.equal((await client.files.delete(created.id)).deleted, true);
      await assert.rejects(client.files.retrieve(created.id), NotFoundError);
    },
  },
  {
    name: 'makes a file of the parts of an upload',
    run: async (target) => {
      const client = openaiClient(target);
      const upload = await client.uploads.create({
        bytes: 10,
        filename: 'parts.txt',
        mime_type: 'text/plain',
        purpose: 'user_data',
      });
      const part_ids: string[] = [];
      for (const text of ['hello', 'world']) {
        const data = await toFile(Buffer.from(text), 'part');
        part_ids.push((await client.uploads.parts.create(upload.id, { data })).id);
      }
      const { file, status } = await client.uploads.complete(upload.id, { part_ids });
      assert.equal(status, 'completed');
      assert.ok(file);
      assert.equal(await (await client.files.content(file.id)).text(), 'helloworld');
      await client.files.delete(file.id);
    },
  },
  {
    name: 'runs a batch of chat requests in the background',
    run: async (target) => {
      const client = openaiClient(target);
      const lines = ['first', 'second'].map((custom_id) =>
        JSON.stringify({
          custom_id,
          method: 'POST',
          url: '/v1/chat/completions',
          body: question(target),
        }),
      );
      const input = await client.files.create({
        file: await toFile(Buffer.from(lines.join('\n')), 'batch.jsonl'),
        purpose: 'batch',
      });
      const created = await client.batches.create({
        input_file_id: input.id,
        endpoint: '/v1/chat/completions',
        completion_window: '24h',
      });
      let batch = created;
      while (['validating', 'in_progress', 'finalizing'].includes(batch.status)) {
        await wait(pollMs);
        batch = await client.batches.retrieve(created.id);
      }
      assert.equal(batch.status, 'completed');
      assert.deepEqual(batch.request_counts, { total: 2, completed: 2, failed: 0 });
      assert.ok(batch.output_file_id);
      const output = await (await client.files.content(batch.output_file_id)).text();
      const whole = await client.chat.completions.create(question(target));
      for (const line of output.trim().split('\n')) {
        const { response, error } = JSON.parse(line);
        assert.equal(error, null);
        assert.equal(response.status_code, 200);
        assert.equal(
          response.body.choices[0].message.content,
          whole.choices[0]?.message.content,
        );
      }
      const listed = await Array.fromAsync(client.batches.list());
      assert.ok(listed.some(({ id }) => id === created.id));
    },
  },
];
