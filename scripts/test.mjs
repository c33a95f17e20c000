import { join } from 'node:path';
import { prepare, root } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

prepare();
runPinned(join(root, 'scripts', 'run-tests.ts'), process.argv.slice(2));
