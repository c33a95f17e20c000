import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMockCommand } from '@samewire/mock/command-line';
import { onTestFinished, vi } from 'vitest';

/** A process that is none: what it writes is kept, and a test sends its signals. */
export class TestProcess {
  out = '';
  err = '';
  readonly folder = mkdtempSync(join(tmpdir(), 'samewire-mock-'));
  #stop: () => void = () => {};
  #endInput: () => void = () => {};

  constructor() {
    onTestFinished(() => rmSync(this.folder, { recursive: true }));
  }

  run(
    argv: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    return runMockCommand({
      argv,
      env,
      cwd: this.folder,
      command: 'samewire mock',
      stdout: { write: (text) => (this.out += text) },
      stderr: { write: (text) => (this.err += text) },
      onSignal: (listener) => {
        this.#stop = listener;
        return () => {};
      },
      onInputEnd: (listener) => {
        this.#endInput = listener;
      },
    });
  }

  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  async url(): Promise<string> {
    const line = await vi.waitUntil(() => /^(\{.*\})\n$/.exec(this.out)?.[1], {
      timeout: 20_000,
    });
    return (JSON.parse(line) as { url: string }).url;
  }

  stop(): void {
    this.#stop();
  }

  endInput(): void {
    this.#endInput();
  }
}
