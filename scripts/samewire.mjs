import { join } from 'node:path';
import { installDependencies, prepare, root } from './setup/prepare.mjs';
import { runPinned } from './setup/run-pinned.mjs';

const args = process.argv.slice(2);
// The mock has no engine: it need not wait for one.
if (args[0] === 'serve') prepare();
else installDependencies();
// So that what samewire tells the user to type is what works here.
process.env.SAMEWIRE_COMMAND = 'npx samewire serve';
runPinned(join(root, 'packages/server/src/main.ts'), args);
