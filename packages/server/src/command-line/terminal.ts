import { styleText } from 'node:util';
import { CommandError } from './command-error.ts';
import type { Surroundings, TextOutput } from './surroundings.ts';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** Writes for people: colours and moving bars only where they can be seen. */
export class Terminal {
  readonly #output: TextOutput;
  readonly #hasColour: boolean;
  /** Whether a line can be written over again. */
  readonly isLive: boolean;

  constructor({ stderr, env }: Pick<Surroundings, 'stderr' | 'env'>) {
    this.#output = stderr;
    this.isLive =
      stderr.isTTY === true && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '';
    this.#hasColour = this.isLive && (env['NO_COLOR'] ?? '') === '';
  }

  style(style: Style, text: string): string {
    return this.#hasColour ? styleText(style, text, { validateStream: false }) : text;
  }

  line(text = ''): void {
    this.#output.write(`${text}\n`);
  }

  /** Writes over the line the cursor is on. Only for live terminals. */
  rewriteLine(text: string): void {
    this.#output.write(`\r\u{1B}[K${text}`);
  }

  warn(message: string): void {
    this.line(`${this.style('yellow', 'warning:')} ${message}`);
  }

  fail(error: CommandError): void {
    this.line(`${this.style('red', 'error:')} ${error.message}`);
    for (const hint of error.hints) this.line(`       ${hint}`);
  }
}
