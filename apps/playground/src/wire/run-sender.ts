import type { RunStep } from './advance-run.ts';
import type { SentRequest } from './run.ts';
import type { WorkerOrder, WorkerReport } from './run-worker.ts';

type OnStep = (step: RunStep) => void;

const worker = new Worker(new URL('./run-worker.ts', import.meta.url), {
  type: 'module',
});
const listeners = new Map<string, OnStep>();

worker.addEventListener('message', ({ data }: MessageEvent<WorkerReport>) => {
  listeners.get(data.runId)?.(data.step);
  if (data.step.type === 'end' || data.step.type === 'stop') listeners.delete(data.runId);
});

// The file of the worker did not arrive: nothing will ever be sent.
worker.addEventListener('error', () => {
  const detail = 'The part of this page that sends requests could not be loaded.';
  for (const onStep of listeners.values())
    onStep({ type: 'end', atMs: 0, failure: { kind: 'unreachable', detail } });
  listeners.clear();
});

/** Sends a run's request; `onStep` hears all that happens, `end` or `stop` last. */
export function startSending(
  runId: string,
  request: SentRequest,
  apiKey: string | undefined,
  onStep: OnStep,
): void {
  listeners.set(runId, onStep);
  tell({ type: 'send', runId, request, apiKey });
}

/** Ends a run early. One that has ended already is left as it is. */
export function stopSending(runId: string): void {
  tell({ type: 'stop', runId });
}

function tell(order: WorkerOrder): void {
  // Origins are for windows; a worker has none to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  worker.postMessage(order);
}
