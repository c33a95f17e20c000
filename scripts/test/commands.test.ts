import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../run-step.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'samewire-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  { name: 'samewire', home: 'packages/server' },
  { name: 'samewire-mock', home: 'packages/mock' },
])('the command $name', ({ name, home }) => {
  it('runs the sources in a checkout, whatever was compiled', async () => {
    const { stdout } = await run(join(root, home, 'bin', `${name}.js`), ['--help']);
    expect(stdout).toContain(`Usage: ${name}`);
  });

  it('runs what was compiled in an installed package', async () => {
    const installed = join(folder, 'node_modules', '@samewire', name);
    cpSync(join(root, home, 'bin'), join(installed, 'bin'), { recursive: true });
    writeFileSync(join(installed, 'package.json'), '{"type": "module"}');
    mkdirSync(join(installed, 'dist'));
    const main = `console.log('compiled', process.argv.slice(2).join())`;
    writeFileSync(join(installed, 'dist', 'main.js'), main);
    const command = join(installed, 'bin', `${name}.js`);
    const { stdout } = await run(command, ['mock', '--port', '0']);
    expect(stdout).toBe('compiled mock,--port,0\n');
  });
});
