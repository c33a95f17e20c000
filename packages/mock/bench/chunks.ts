/**
 * How many of a stream's chunks `fetch` and `node:http` see as they were written, from
 * another process, by the gap between them.
 */
import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Mock, type RecordedResponse } from '@samewire/mock';
import { startMockServer } from '@samewire/mock/server';

const numStreams = 20;
const numChunks = 54;

const [, , url] = process.argv;
if (url === undefined) await measure();
else await read(url);

async function measure(): Promise<void> {
  const response: RecordedResponse = {
    status: 200,
    headers: [['content-type', 'text/event-stream']],
    chunks: Array.from({ length: numChunks }, (_, index) => ({
      bytes: Buffer.from(`data: {"index":${index}}\n\n`),
    })),
  };
  for (const minGapMs of [0, 1, 2, 3]) {
    const mock = new Mock({
      cassettes: [{ exchanges: [{ match: {}, response }] }],
      repeat: 'last',
    });
    const server = await startMockServer(mock, { minGapMs });
    const args = [
      '--conditions=@samewire/source',
      fileURLToPath(import.meta.url),
      server.url,
    ];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    console.log(`gap ${minGapMs} ms  ${stdout.trim()}`);
    await server.close();
  }
}

async function read(from: string): Promise<void> {
  const readers = { fetch: countWithFetch, 'node:http': countWithHttp };
  for (const [name, count] of Object.entries(readers)) {
    let numWhole = 0;
    for (let index = 0; index < numStreams; index++)
      if ((await count(from)) === numChunks) numWhole += 1;
    process.stdout.write(`${name}: ${numWhole} of ${numStreams} streams whole  `);
  }
}

async function countWithFetch(from: string): Promise<number> {
  const { body } = await fetch(from);
  return (await Array.fromAsync(body ?? [])).length;
}

function countWithHttp(from: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(from, (incoming) => {
      let numSeen = 0;
      incoming.on('data', () => {
        numSeen += 1;
      });
      incoming.once('end', () => resolve(numSeen));
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}
