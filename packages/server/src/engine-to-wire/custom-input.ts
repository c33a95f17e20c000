import { customArgument } from '../wire-to-engine/offered-tools.ts';

const head = new RegExp(String.raw`^\s*\{\s*"${customArgument}"\s*:\s*"`, 'u');

/**
 * Takes the input of a custom tool out of the arguments that the model wrote for it, which are
 * JSON with one text in it, while they come.
 */
export class CustomInput {
  #pending = '';
  #state: 'before' | 'inside' | 'after' = 'before';

  /** More of the arguments; returns more of the input. */
  push(fragment: string): string {
    this.#pending += fragment;
    if (this.#state === 'before') {
      const match = head.exec(this.#pending);
      if (match === null) return '';
      this.#pending = this.#pending.slice(match[0].length);
      this.#state = 'inside';
    }
    return this.#state === 'inside' ? this.#takeText() : '';
  }

  #takeText(): string {
    let end = 0;
    while (end < this.#pending.length && this.#pending[end] !== '"') {
      const length = this.#lengthAt(end);
      if (end + length > this.#pending.length) break;
      end += length;
    }
    const text = this.#pending.slice(0, end);
    if (this.#pending[end] === '"') this.#state = 'after';
    this.#pending = this.#pending.slice(end);
    return decode(text);
  }

  /** Of the character at a place, as it is written. */
  #lengthAt(at: number): number {
    if (this.#pending[at] !== '\\') return 1;
    return this.#pending[at + 1] === 'u' ? 6 : 2;
  }
}

function decode(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    // Control characters that JSON would have escaped, or an escape it does not know.
    return text;
  }
}
