import { parseArgs } from 'node:util';
import type { Size } from './scenario.ts';

/** What `npm run bench --` was asked for. */
export interface BenchOptions {
  readonly size: Size;
  /** The scenarios to measure; left out: all. */
  readonly only: readonly string[] | undefined;
  /** A GGUF file instead of the scenarios' own models. */
  readonly model: string | undefined;
  readonly numRounds: number;
  /** Where results go; left out: a folder that git ignores. */
  readonly out: string | undefined;
  /** Only make the page again, of what was measured before. */
  readonly isPageOnly: boolean;
  /** For `samewire serve`. */
  readonly serveFlags: readonly string[];
}

export const usage = `npm run bench -- [--only NAME,…] [--quick] [--model FILE] [--rounds N]
                 [--out FOLDER] [--page] [-- FLAGS]

  --only NAME,…  some of the scenarios
  --quick        small loads, one round: does it work here?
  --model FILE   a GGUF file instead of the scenarios' own models
  --rounds N     how often everything is measured; default 3
  --out FOLDER   write results, tables, picture and page there
  --page         measure nothing; make the page again from FOLDER's results
  -- FLAGS       for samewire serve, such as --kv-layout pooled`;

/** A command line that cannot be followed. */
export class UnusableOptions extends Error {}

/**
 * @param words what follows `npm run bench --`
 * @return undefined if it asks what can be asked for
 * @throws UnusableOptions
 */
export function readOptions(words: readonly string[]): BenchOptions | undefined {
  const { values, positionals } = parse(words);
  if (values.help) return undefined;
  const rounds = values.rounds ?? (values.quick ? '1' : '3');
  const numRounds = Number(rounds);
  if (!Number.isSafeInteger(numRounds) || numRounds < 1)
    throw new UnusableOptions(
      `--rounds is "${rounds}"; expected a whole number from 1 on.`,
    );
  return {
    size: values.quick ? 'quick' : 'full',
    only: values.only?.split(','),
    model: values.model,
    numRounds,
    out: values.out,
    isPageOnly: values.page,
    serveFlags: positionals,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        only: { type: 'string' },
        quick: { type: 'boolean', default: false },
        model: { type: 'string' },
        rounds: { type: 'string' },
        out: { type: 'string' },
        page: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    // Behind the first sentence Node gives advice that does not hold behind `npm run`.
    const [reason] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UnusableOptions(`${reason}\n\n${usage}`, { cause: error });
  }
}
