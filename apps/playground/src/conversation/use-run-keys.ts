import { useEffect, useEffectEvent } from 'react';

interface RunKeys {
  readonly onRun: () => void;
  /** Left out while there is nothing to stop: Esc is then free for others. */
  readonly onStop: (() => void) | undefined;
}

/** Ctrl or ⌘ with Enter runs the prompt, Esc stops the answer, wherever the focus is. */
export function useRunKeys({ onRun, onStop }: RunKeys): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    // An open menu, or a turn that is being edited, has taken the key already.
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onRun();
    else if (event.key === 'Escape' && onStop) onStop();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
