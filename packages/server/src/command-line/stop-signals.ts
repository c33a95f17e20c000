import type { StopSignal, Surroundings } from './surroundings.ts';

/** The signals to stop, from the moment this was made. */
export interface StopSignals {
  readonly first: Promise<StopSignal>;
  /** Somebody has lost patience. */
  readonly second: Promise<void>;
  /** Lets signals do again what they do by themselves. */
  readonly forget: () => void;
}

export function watchStopSignals({
  onSignal,
}: Pick<Surroundings, 'onSignal'>): StopSignals {
  const first = Promise.withResolvers<StopSignal>();
  const second = Promise.withResolvers<void>();
  let numSignals = 0;
  const forget = onSignal((signal) => {
    numSignals += 1;
    if (numSignals === 1) first.resolve(signal);
    else second.resolve();
  });
  return { first: first.promise, second: second.promise, forget };
}
