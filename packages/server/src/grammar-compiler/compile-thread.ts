// The thread in which grammars are made, so that a large one holds up nobody.

import { parentPort } from 'node:worker_threads';
import { compileTask, type GrammarTask } from './grammar-task.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
parentPort?.postMessage('ready');

parentPort?.on('message', (task: GrammarTask) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
  parentPort?.postMessage(compileTask(task));
});
