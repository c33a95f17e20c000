import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../scripts/run-command.ts';

/**
 * Whether this CPU has AMX but what the compiler makes of it does not run (amx-probe.cc says
 * why). llama.cpp compiled so would end at the first long prompt.
 */
export async function isAmxBroken(
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  if (platform() !== 'linux') return false;
  if (!/^flags\s*:.*\bamx_tile\b/m.test(readFileSync('/proc/cpuinfo', 'utf8')))
    return false;
  const folder = mkdtempSync(join(tmpdir(), 'samewire-amx-'));
  const probe = join(folder, 'amx-probe');
  const source = fileURLToPath(new URL('amx-probe.cc', import.meta.url));
  try {
    await runCommand(env['CXX'] ?? 'c++', ['-O3', '-march=native', source, '-o', probe]);
    await runCommand(probe, []);
    return false;
  } catch {
    return true;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
