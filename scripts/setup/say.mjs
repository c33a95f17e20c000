import { stderr } from 'node:process';

const usesColour = stderr.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

/** A line for people; results of commands go to stdout, this does not. */
export function say(text) {
  stderr.write(`${text}\n`);
}

/** Ends the process after saying what is wrong and what to do. */
export function giveUp(problem, remedy) {
  say(`\n  ${usesColour ? `\x1b[31m✗\x1b[39m` : '✗'} ${problem}`);
  if (remedy) say(`\n    ${remedy.split('\n').join('\n    ')}`);
  say('');
  process.exit(1);
}

export function tick(text) {
  say(`  ${usesColour ? '\x1b[32m✓\x1b[39m' : '✓'} ${text}`);
}
