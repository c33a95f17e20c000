export interface LineLimitOptions {
  /** Least white space in front of what is in a line; 0: any. */
  readonly minIndent: number;
  /** How long after the first text the next line end is the last one; left out: never. */
  readonly maxMs?: number;
  /** Milliseconds of any clock that runs on. */
  readonly now: () => number;
}

const blank = new Set([' ', '\t']);

/**
 * Where text that is filled in ends by its lines, as clients of llama.cpp ask: before a line that
 * is indented by too little, the first one aside, and with a line end after some time.
 */
export class LineLimits {
  readonly #options: LineLimitOptions;
  #startedAt: number | undefined;
  /** White space so far of a line that has nothing else yet; undefined within a line. */
  #indent: number | undefined;
  hasLineEnd = false;

  constructor(options: LineLimitOptions) {
    this.#options = options;
  }

  /** How much of the next text there is room for; less than all of it: nothing comes after it. */
  lengthOf(text: string): number {
    this.#startedAt ??= this.#options.now();
    for (let at = 0; at < text.length; at++) {
      const character = text.charAt(at);
      if (this.#indent !== undefined && !blank.has(character)) {
        if (this.#indent < this.#options.minIndent) return at;
        this.#indent = undefined;
      }
      if (this.#indent !== undefined) this.#indent++;
      if (character !== '\n') continue;
      this.hasLineEnd = true;
      this.#indent = 0;
    }
    return text.length;
  }

  /** Whether a text that ends a line is the last. */
  isLast(text: string): boolean {
    const { maxMs, now } = this.#options;
    if (maxMs === undefined || this.#startedAt === undefined) return false;
    return text.includes('\n') && now() - this.#startedAt > maxMs;
  }
}
