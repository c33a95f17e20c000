/**
 * Cuts growing Markdown into top-level blocks that can be rendered one by one.
 *
 * - Joined, the blocks are the text, byte for byte.
 * - All but the last are frozen: more text never changes them.
 * - How the text is cut into appends makes no difference.
 *
 * A block ends where a blank line is followed by a line that can only begin something new.
 * In doubt the block goes on: a larger block costs time, a wrong cut costs the layout.
 */
export class BlockSplitter {
  #frozen: readonly string[] = [];
  /** Complete lines of the block that is still growing. */
  #open = '';
  /** The line that has no line break yet. */
  #partial = '';
  #length = 0;
  #fence: string | undefined;
  #inList = false;
  #afterBlank = false;

  /** Takes the whole text so far and returns its blocks. Text that did not grow starts anew. */
  update(text: string): readonly string[] {
    if (text.length < this.#length) this.#reset();
    this.#append(text.slice(this.#length));
    this.#length = text.length;
    const last = this.#open + this.#partial;
    return last === '' ? this.#frozen : [...this.#frozen, last];
  }

  #append(text: string): void {
    const lines = (this.#partial + text).split('\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) this.#addLine(line);
  }

  #addLine(line: string): void {
    const isBlank = line.trim() === '';
    if (!isBlank && this.#afterBlank && this.#fence === undefined && this.#begins(line))
      this.#freeze();
    this.#open += `${line}\n`;
    if (this.#fence === undefined && listItem.test(line)) this.#inList = true;
    this.#followFence(line);
    this.#afterBlank = isBlank;
  }

  /** Whether a line after a blank one begins a block of its own. */
  #begins(line: string): boolean {
    const continuesItem = /^[ \t]/.test(line);
    return !continuesItem && !(this.#inList && listItem.test(line));
  }

  #followFence(line: string): void {
    if (this.#fence === undefined) {
      this.#fence = fenceOpening.exec(line)?.[1];
      return;
    }
    const closing = fenceClosing.exec(line)?.[1];
    if (closing?.startsWith(this.#fence)) this.#fence = undefined;
  }

  #freeze(): void {
    if (this.#open.trim() === '') return;
    this.#frozen = [...this.#frozen, this.#open];
    this.#open = '';
    this.#inList = false;
  }

  #reset(): void {
    this.#frozen = [];
    this.#open = '';
    this.#partial = '';
    this.#length = 0;
    this.#fence = undefined;
    this.#inList = false;
    this.#afterBlank = false;
  }
}

const listItem = /^[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
/** A fence may stand in a list item, on the item's own line too. */
const fenceOpening = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})/;
const fenceClosing = /^[ \t]*(`{3,}|~{3,})[ \t\r]*$/;

/** Link references and footnotes reach across blocks: such a text is rendered in one piece. */
export function hasReferences(text: string): boolean {
  return /^ {0,3}\[[^\]\n]+\]:/m.test(text);
}
