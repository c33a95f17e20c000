import { join } from 'node:path';
import { installDependencies, root } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

installDependencies();
runPinned(join(root, 'scripts', 'run-checks.ts'), process.argv.slice(2));
