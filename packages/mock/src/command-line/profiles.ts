import type { Command } from 'commander';
import type { MockSurroundings } from './surroundings.ts';
import { exitCodes, type MockExitCode, UsageError } from './usage-error.ts';

export function addProfilesCommand(
  program: Command,
  { stdout }: MockSurroundings,
  finish: (code: MockExitCode) => void,
): void {
  program
    .command('profiles')
    .description(
      'List the providers that can be imitated, or show all that is known of one as JSON.',
    )
    .argument('[profile]', 'its name, as groq')
    .action(async (id: string | undefined) => {
      const { profile, profileIds } = await import('../profiles/profile.ts');
      if (id !== undefined && !profileIds.includes(id))
        throw new UsageError(
          `there is no profile '${id}'; there are ${profileIds.join(', ')}`,
        );
      const width = Math.max(...profileIds.map(({ length }) => length)) + 2;
      const line = (name: string) => {
        const { name: title, observed, quirks } = profile(name);
        return `${name.padEnd(width)}${title}, ${quirks.length} quirks, seen until ${observed.to}\n`;
      };
      stdout.write(
        id === undefined
          ? profileIds.toSorted().map(line).join('')
          : `${JSON.stringify(profile(id), undefined, 2)}\n`,
      );
      finish(exitCodes.ok);
    });
}
