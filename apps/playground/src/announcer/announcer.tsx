import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { runStore } from '../board/run-store.ts';
import { useBoard } from '../board/use-board.ts';
import { isRunning } from '../wire/run.ts';
import { announcerStore } from './announcer-store.ts';
import { SentenceFeed } from './sentences.ts';

/** The page's one live region: says each sentence of the newest answer when it is finished. */
export function Announcer() {
  const isOn = useStore(announcerStore, (state) => state.isOn);
  const runId = useBoard((board) => board.inspectedRunId);
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    const run = runId === undefined ? undefined : runStore.getState()[runId];
    // An answer that was complete when it came into view is read by moving to it.
    if (!isOn || runId === undefined || run === undefined || !isRunning(run)) return;
    const feed = new SentenceFeed();
    return runStore.subscribe((runs) => {
      const next = runs[runId];
      if (next === undefined) return;
      const said = feed.update(next.text, !isRunning(next));
      if (said !== '') setSentence(said);
    });
  }, [isOn, runId]);
  return (
    <div className="sr-only" aria-live="polite">
      {sentence}
    </div>
  );
}
