import type { RunStep } from './advance-run.ts';
import type { SentRequest } from './run.ts';
import { sendRun } from './send-run.ts';

/** What the page tells the worker. */
export type WorkerOrder =
  | {
      readonly type: 'send';
      readonly runId: string;
      readonly request: SentRequest;
      readonly apiKey: string | undefined;
    }
  | { readonly type: 'stop'; readonly runId: string };

/** What the worker tells the page. */
export interface WorkerReport {
  readonly runId: string;
  readonly step: RunStep;
}

/*
 * Runs in a thread of its own: a page that is busy drawing would note every event late, and
 * times are what the wire view is for.
 */
const inFlight = new Map<string, AbortController>();

addEventListener('message', ({ data: order }: MessageEvent<WorkerOrder>) => {
  if (order.type === 'send') void send(order);
  else inFlight.get(order.runId)?.abort();
});

async function send({ runId, request, apiKey }: WorkerOrder & { type: 'send' }) {
  const controller = new AbortController();
  inFlight.set(runId, controller);
  const onStep = (step: RunStep) => {
    const report: WorkerReport = { runId, step };
    postMessage(report);
  };
  await sendRun(request, { signal: controller.signal, apiKey, onStep });
  inFlight.delete(runId);
}
