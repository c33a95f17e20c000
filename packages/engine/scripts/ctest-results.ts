/** Lines kept of each program: enough for a sanitizer's report. */
const numLinesKept = 60;

interface Program {
  readonly lines: string[];
  numPassed: number;
  readonly failures: string[];
  isInFailure: boolean;
}

/**
 * Reads what `ctest --verbose` prints while it runs. Each program's lines have its number before
 * them, as several run at a time, and are TAP (testanything.org) with details behind a `#`.
 */
export class CtestResults {
  readonly #programs = new Map<string, Program>();
  readonly #crashes: string[] = [];

  take(line: string): void {
    const [, number, said] = /^\s*(\d+): (.*)$/.exec(line) ?? [];
    if (number !== undefined && said !== undefined) this.#takeLine(number, said);
    const [, ended, name, how] =
      /\sTest\s+#(\d+): (\S+) \.*\s*\*{3}(.*)$/.exec(line) ?? [];
    if (ended !== undefined) this.#takeEnd(ended, `${name}: ${how?.trim()}`);
  }

  get numPassed(): number {
    return [...this.#programs.values()].reduce(
      (sum, { numPassed }) => sum + numPassed,
      0,
    );
  }

  /** A program that crashes, or that a sanitizer reports on, counts as one more failure. */
  get numFailed(): number {
    const notOk = [...this.#programs.values()].flatMap(({ failures }) =>
      failures.filter((line) => line.startsWith('not ok ')),
    );
    return notOk.length + this.#crashes.length;
  }

  /** The lines of tests that failed, then the last lines of programs that crashed. */
  get failures(): string[] {
    const notOk = [...this.#programs.values()].flatMap(({ failures }) => failures);
    return [...notOk, ...this.#crashes];
  }

  #program(number: string): Program {
    const known = this.#programs.get(number);
    if (known) return known;
    const program = { lines: [], numPassed: 0, failures: [], isInFailure: false };
    this.#programs.set(number, program);
    return program;
  }

  #takeLine(number: string, line: string): void {
    const program = this.#program(number);
    program.lines.push(line);
    if (program.lines.length > numLinesKept) program.lines.shift();
    if (/^(not )?ok \d+ - /.test(line)) program.isInFailure = line.startsWith('not');
    if (/^ok \d+ - /.test(line)) program.numPassed++;
    else if (program.isInFailure && /^(not ok \d+ - |\s*# )/.test(line))
      program.failures.push(line);
  }

  #takeEnd(number: string, how: string): void {
    const { failures, lines } = this.#program(number);
    if (failures.length > 0) return;
    this.#crashes.push([how, ...lines.map((line) => `  ${line}`)].join('\n'));
  }
}
