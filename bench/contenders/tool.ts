import { runCommand } from '../../packages/engine/scripts/run-command.ts';
import { interruption } from '../interruption.ts';
import type { Contender } from '../scenario.ts';

/** What a program of llama.cpp's printed as JSON, one object a line. */
type JsonLines = readonly Readonly<Record<string, unknown>>[];

/**
 * A measuring program of llama.cpp's.
 *
 * @param flags of each run, one after another
 * @param read values of the metrics out of what all runs printed
 */
export function tool(
  name: string,
  program: string,
  flags: readonly (readonly string[])[],
  read: (lines: JsonLines) => Readonly<Record<string, number>>,
): Contender {
  return {
    name,
    async measure() {
      const lines: Record<string, unknown>[] = [];
      for (const run of flags) {
        const printed = (await runCommand(program, run, { signal: interruption })).split(
          '\n',
        );
        for (const line of printed.filter((text) => text.startsWith('{')))
          lines.push(JSON.parse(line) as Record<string, unknown>);
      }
      const command = flags.flatMap((run, index) =>
        index === 0 ? [program, ...run] : ['&&', program, ...run],
      );
      return { values: read(lines), command };
    },
  };
}
