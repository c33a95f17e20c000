// The thread that the database blocks in place of the server's.

import { parentPort, workerData } from 'node:worker_threads';
import { StateError } from '../state-error.ts';
import type { StateAnswer, StateCall } from './messages.ts';
import { StateDatabase, type StateDatabaseOptions } from './state-database.ts';

const sweepIntervalMs = 600_000;

const options: StateDatabaseOptions = workerData;
let database: StateDatabase | undefined;
let openError: unknown;
try {
  database = new StateDatabase(options);
} catch (error) {
  openError = error;
}

setInterval(() => database?.deleteExpired(), sweepIntervalMs).unref();

parentPort?.on('message', (call: StateCall) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
  parentPort?.postMessage(answer(call));
});

function answer(call: StateCall): StateAnswer {
  try {
    if (database === undefined) {
      if (call.name === 'close') return { kind: 'result', value: undefined };
      throw openError;
    }
    return { kind: 'result', value: perform(database, call) };
  } catch (error) {
    if (error instanceof StateError)
      return { kind: 'error', code: error.code, message: error.message, id: error.id };
    return { kind: 'error', code: 'failed', message: String(error), id: undefined };
  }
}

function perform(opened: StateDatabase, { name, parameters }: StateCall): unknown {
  // The types of the call tie name and parameters together; here they are taken apart.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const method = opened[name] as (...values: readonly unknown[]) => unknown;
  return method.apply(opened, [...parameters]);
}
