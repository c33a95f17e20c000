import { join } from 'node:path';
import { prepare, root } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

prepare();
// So that what samewire tells the user to type is what works here.
process.env.SAMEWIRE_COMMAND = 'npm start --';
runPinned(join(root, 'packages/server/src/main.ts'), ['serve', ...process.argv.slice(2)]);
