import { stderr } from 'node:process';
import { styleText } from 'node:util';
import type { Progress } from '../llama-cpp/ensure-llama-cpp.ts';

const barWidth = 24;
/** Without a terminal a line is written at every such fraction. */
const plainStep = 0.1;

/**
 * Shows long work on stderr: a bar that fills in place on a terminal, and otherwise a line now
 * and then, without control codes.
 */
export class ConsoleProgress implements Progress {
  readonly #isTerminal =
    stderr.isTTY && process.env['TERM'] !== 'dumb' && !process.env['CI'];
  #name = '';
  #startedAt = 0;
  #shown = 0;
  #isOpen = false;

  step(name: string): void {
    this.done();
    this.#name = name;
    this.#startedAt = performance.now();
    this.#shown = 0;
    this.#isOpen = true;
    if (this.#isTerminal) this.#draw(0);
    else stderr.write(`  ${name} …\n`);
  }

  fraction(done: number): void {
    if (this.#isTerminal) this.#draw(done);
    else if (done - this.#shown >= plainStep)
      stderr.write(`  ${this.#name} ${percent(done)}\n`);
    else return;
    this.#shown = done;
  }

  /** The running step is over. */
  done(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const took = `${((performance.now() - this.#startedAt) / 1000).toFixed(1)} s`;
    const line = `  ${styleText('green', '✓', { stream: stderr })} ${this.#name}  ${took}\n`;
    stderr.write(this.#isTerminal ? `\r\x1b[K${line}` : line);
  }

  #draw(done: number): void {
    const filled = Math.round(done * barWidth);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
    const seconds = Math.round((performance.now() - this.#startedAt) / 1000);
    stderr.write(`\r\x1b[K  ${this.#name}  ${bar} ${percent(done)}  ${clock(seconds)}`);
  }
}

function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`.padStart(5);
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
