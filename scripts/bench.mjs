import { join } from 'node:path';
import { prepare, root } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

prepare();
runPinned(join(root, 'bench', 'run.ts'), process.argv.slice(2));
