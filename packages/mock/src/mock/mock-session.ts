import type { Entry } from '../match/library.ts';

/** What one test has asked: sessions share cassettes and nothing else. */
export class MockSession {
  readonly id: string;
  /** Names of the only cassettes that count; undefined: all. */
  readonly cassettes: ReadonlySet<string> | undefined;
  readonly misses: string[] = [];
  /** How many requests each fault rule has counted. */
  readonly faultCounts = new Map<object, number>();
  readonly #used = new Set<Entry>();
  readonly #touched = new Set<Entry>();

  constructor(id: string, cassettes?: readonly string[]) {
    this.id = id;
    this.cassettes = cassettes === undefined ? undefined : new Set(cassettes);
  }

  isAllowed(entry: Entry): boolean {
    return this.cassettes?.has(entry.cassette) ?? true;
  }

  isUsed(entry: Entry): boolean {
    return this.#used.has(entry);
  }

  /** Gives an answer away: the next same request gets the next one. */
  use(entry: Entry): void {
    this.#used.add(entry);
    this.touch(entry);
  }

  /** Asked for, but not got: it is still there for the next try. */
  touch(entry: Entry): void {
    this.#touched.add(entry);
  }

  isTouched(entry: Entry): boolean {
    return this.#touched.has(entry);
  }
}
