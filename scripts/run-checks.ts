/**
 * Everything that can be said of the sources without running them: format, lint, types, unused
 * code, and the direction of dependencies. With `--fix`, what can be mended is mended first. Says
 * what failed, and ends with a line `checks: N passed, N failed`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stderr } from 'node:process';
import { root, runNode } from './run-step.ts';

/** The file behind a package's command. */
function bin(name: string, command = name): string {
  const folder = join(root, 'node_modules', name);
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
  const { bin: entry } = JSON.parse(manifest) as { bin: string | Record<string, string> };
  return join(folder, typeof entry === 'string' ? entry : (entry[command] ?? ''));
}

const isMending = process.argv.includes('--fix');
const checks = [
  { name: 'format', args: [bin('oxfmt'), isMending ? '--write' : '--check', '.'] },
  {
    name: 'lint',
    args: [bin('oxlint'), '--deny-warnings', ...(isMending ? ['--fix'] : [])],
  },
  { name: 'types', args: [bin('typescript', 'tsc'), '-b'] },
  { name: 'unused code', args: [bin('knip')] },
  { name: 'boundaries', args: [bin('turbo'), 'boundaries'] },
];

let numFailed = 0;
for (const { name, args } of checks) {
  const startedAt = performance.now();
  const env = { TURBO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' };
  const { succeeded, output } = await runNode(args, { env, keeps: 'everything' });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  stderr.write(`  ${succeeded ? '✓' : '✗'} ${name}  ${seconds} s\n`);
  if (succeeded) continue;
  numFailed++;
  console.log(`${name}:\n${output.trimEnd()}\n`);
}
console.log(`checks: ${checks.length - numFailed} passed, ${numFailed} failed`);
process.exitCode = numFailed === 0 ? 0 : 1;
