const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\' };

/**
 * Stop texts as one typed text: a line each, `\n` for a line break inside one, `\t` for a
 * tab and `\\` for a backslash. Empty lines count for nothing.
 */
export function readStopLines(typed: string): string[] {
  return typed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      line.replaceAll(/\\(.)/g, (whole, letter: string) => escapes[letter] ?? whole),
    );
}
