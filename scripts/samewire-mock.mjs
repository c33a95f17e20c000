import { join } from 'node:path';
import { installDependencies, root } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

installDependencies();
runPinned(join(root, 'packages/mock/src/main.ts'), process.argv.slice(2));
