import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test.each(['../../src/main.ts', '../../../server/src/main.ts'])(
  'whoever reads only the beginning of what %s writes ends it without a complaint',
  async (main) => {
    const path = fileURLToPath(new URL(main, import.meta.url));
    const child = spawn(
      process.execPath,
      ['--conditions=@samewire/source', path, '--help'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    child.stdout.destroy();
    const [complaints, [exitCode, signal]] = await Promise.all([
      text(child.stderr),
      once(child, 'exit'),
    ]);
    expect({ complaints, exitCode, signal }).toEqual({
      complaints: '',
      exitCode: 0,
      signal: null,
    });
  },
);
