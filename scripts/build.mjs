import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pinnedNode, prepare, root } from './setup/prepare.mjs';

prepare();
const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
const result = spawnSync(pinnedNode, [turbo, 'run', 'build'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
});
process.exit(result.status ?? 1);
