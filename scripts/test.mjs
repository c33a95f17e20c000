import { join } from 'node:path';
import { prepare, root } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

const usage = `npm test                   everything: checks, C++ tests under sanitizers, TypeScript tests
npm test -- NAME …         TypeScript tests whose path contains one of the names
npm test -- -t PATTERN     TypeScript tests whose name matches
Other arguments go to vitest: --project unit, --update, …`;

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(usage);
} else {
  prepare();
  runPinned(join(root, 'scripts', 'run-tests.ts'), args);
}
