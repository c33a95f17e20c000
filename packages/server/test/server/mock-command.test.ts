import { runCommandLine } from '@samewire/server';
import { describe, expect, test } from 'vitest';
import { TestTerminal } from '../support/test-terminal.ts';

describe('samewire mock', () => {
  test('is the command line of the mock', async () => {
    const terminal = new TestTerminal({ argv: ['mock', '--help'] });
    expect(await runCommandLine(terminal.surroundings)).toBe(0);
    expect(terminal.stdout.text).toContain('Usage: samewire mock');
    expect(terminal.stdout.text).toContain('record [options] <cassette>');
  });

  test('is listed beside serve', async () => {
    const terminal = new TestTerminal({ argv: ['--help'] });
    expect(await runCommandLine(terminal.surroundings)).toBe(0);
    expect(terminal.stdout.text).toMatch(/\n {2}mock +Replay, record and check/);
  });
});
