// The thread in which grammars are made, so that a large schema holds up nobody.

import { parentPort } from 'node:worker_threads';
import { compileSchema, type SchemaTask } from './compile-schema.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
parentPort?.postMessage('ready');

parentPort?.on('message', (task: SchemaTask) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
  parentPort?.postMessage(compileSchema(task));
});
