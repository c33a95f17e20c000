import { setTimeout as delay } from 'node:timers/promises';
import type { Engine, ModelInfo } from '@samewire/engine';
import type { Terminal } from './terminal.ts';

const barWidth = 24;
const liveIntervalMs = 100;
const percentPerLine = 10;

/**
 * Shows how far the load is until it is over.
 *
 * @throws EngineError if the model cannot be loaded
 */
export async function showLoadProgress(
  engine: Engine,
  terminal: Terminal,
): Promise<ModelInfo> {
  const stop = new AbortController();
  const shown = showUntil(engine, terminal, stop.signal);
  try {
    return await engine.ready();
  } finally {
    stop.abort();
    await shown;
  }
}

async function showUntil(
  engine: Engine,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  let lastPercent = 0;
  while (!signal.aborted) {
    const status = engine.status();
    const percent = status.phase === 'loading' ? Math.floor(status.progress * 100) : 0;
    if (terminal.isLive) terminal.rewriteLine(`  Load        ${bar(percent)}`);
    else if (percent >= lastPercent + percentPerLine) {
      lastPercent = percent - (percent % percentPerLine);
      terminal.line(`  Load        ${lastPercent} %`);
    }
    await delay(liveIntervalMs, undefined, { signal }).catch(() => undefined);
  }
  if (terminal.isLive) terminal.rewriteLine('');
}

function bar(percent: number): string {
  const numFull = Math.round((percent / 100) * barWidth);
  return `${'█'.repeat(numFull)}${'░'.repeat(barWidth - numFull)} ${percent} %`;
}
