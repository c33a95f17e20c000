import { createStore } from 'zustand/vanilla';
import { advanceRun, type RunStep } from '../wire/advance-run.ts';
import type { Run } from '../wire/run.ts';

type Runs = Readonly<Record<string, Run>>;

/** Every run by id. It lives outside React, so that tokens re-render only who shows them. */
export const runStore = createStore<Runs>(() => ({}));

const pending = new Map<string, RunStep[]>();
let cancelFlush: (() => void) | undefined;

/** Takes a step in. Views see it at the next animation frame, with all others until then. */
export function queueStep(runId: string, step: RunStep): void {
  const steps = pending.get(runId);
  if (steps) steps.push(step);
  else pending.set(runId, [step]);
  cancelFlush ??= onNextFrame(flushSteps);
}

/** Applies what is queued now, for a reader that needs the latest state. */
export function flushSteps(): void {
  cancelFlush?.();
  cancelFlush = undefined;
  if (pending.size === 0) return;
  const runs = { ...runStore.getState() };
  for (const [runId, steps] of pending) {
    const run = runs[runId];
    if (run) runs[runId] = steps.reduce(advanceRun, run);
  }
  pending.clear();
  runStore.setState(runs, true);
}

export function addToRuns(run: Run): void {
  runStore.setState({ [run.id]: run });
}

/** Forgets every run that is not named. */
export function keepRuns(ids: ReadonlySet<string>): void {
  const kept = Object.entries(runStore.getState()).filter(([id]) => ids.has(id));
  runStore.setState(Object.fromEntries(kept), true);
}

/** A page in the background gets no animation frames; its streams go on all the same. */
function onNextFrame(action: () => void): () => void {
  const frame = requestAnimationFrame(action);
  const timer = setTimeout(action, 250);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
