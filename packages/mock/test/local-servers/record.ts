/**
 * Runs llama-server, vLLM and samewire's own server with the model that comes with samewire, asks all
 * the same through the recorder, and writes what comes to the cassettes beside this file:
 *
 *     SAMEWIRE_LLAMA_SERVER=…/llama-server SAMEWIRE_VLLM=…/vllm DEMO_CHECKPOINT=… \
 *       node --conditions=@samewire/source packages/mock/test/local-servers/record.ts
 *
 * A server that is not named is left as it was recorded. `python -m export.checkpoint` in
 * tools/demo-model makes the folder that vLLM loads.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Mock } from '@samewire/mock';
import { keepRecording, startMockServer } from '@samewire/mock/server';
import { freePort } from '../support/free-port.ts';
import { localRequests } from './requests.ts';

const root = new URL('../../../../', import.meta.url);
const pathOf = (file: string) => fileURLToPath(new URL(file, root));
const model = pathOf('packages/engine/models/samewire-demo.gguf');

const {
  SAMEWIRE_LLAMA_SERVER: llamaServer,
  SAMEWIRE_VLLM: vllm,
  DEMO_CHECKPOINT: checkpoint,
} = process.env;

await record('llama-server', (port) => [
  llamaServer,
  '--model',
  model,
  '--alias',
  'samewire-demo',
  '--ctx-size',
  '1024',
  '--threads',
  '1',
  '--jinja',
  '--host',
  '127.0.0.1',
  '--port',
  port,
]);
await record('vllm', (port) => [
  vllm,
  'serve',
  checkpoint ?? '',
  '--served-model-name',
  'samewire-demo',
  '--max-model-len',
  '1024',
  '--enforce-eager',
  '--enable-auto-tool-choice',
  '--tool-call-parser',
  'hermes',
  '--host',
  '127.0.0.1',
  '--port',
  port,
]);
await record('samewire', (port) => [
  process.execPath,
  '--conditions=@samewire/source',
  pathOf('packages/server/src/main.ts'),
  'serve',
  model,
  '--ctx-size',
  '1024',
  '--port',
  port,
]);

async function record(
  name: string,
  commandOf: (port: string) => readonly [program: string | undefined, ...args: string[]],
): Promise<void> {
  const port = String(await freePort());
  const [program, ...args] = commandOf(port);
  if (program === undefined) return;
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    await ask(name, `http://127.0.0.1:${port}`, child);
  } finally {
    if (child.kill()) await once(child, 'exit');
  }
}

async function ask(name: string, upstream: string, child: ChildProcess): Promise<void> {
  await answering(upstream, child);
  const file = fileURLToPath(new URL(`${name}.yaml`, import.meta.url));
  rmSync(file, { force: true });
  const mock = new Mock({ mode: 'record-all' });
  keepRecording(mock, file, (message) => {
    throw new Error(message);
  });
  const server = await startMockServer(mock, { upstream, minGapMs: 0 });
  for (const { route, body } of localRequests) {
    const answer = await fetch(`${server.url}/v1/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await answer.arrayBuffer();
  }
  await server.close();
}

/** Until the server has its model. */
async function answering(url: string, child: ChildProcess): Promise<void> {
  const isReady = () =>
    fetch(`${url}/v1/models`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error('the server ended before it answered');
    await new Promise((resolve) => void setTimeout(resolve, 200));
  }
}
