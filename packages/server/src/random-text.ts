import { randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

// Short enough not to weigh on the memory of who keeps a piece of it, which keeps it whole.
const drawnBytes = 2048;

/**
 * Random characters, each of which is used once. To draw some for dozens of texts takes hardly
 * longer than for one, and every request needs two.
 */
class RandomCharacters {
  readonly #write: (bytes: Buffer) => string;
  #drawn = '';
  #numUsed = 0;

  /** @param write makes characters of random bytes */
  constructor(write: (bytes: Buffer) => string) {
    this.#write = write;
  }

  take(length: number): string {
    if (this.#numUsed + length > this.#drawn.length) {
      this.#drawn = this.#write(randomBytes(drawnBytes));
      this.#numUsed = 0;
    }
    const start = this.#numUsed;
    this.#numUsed += length;
    return this.#drawn.slice(start, this.#numUsed);
  }
}

const letters = new RandomCharacters((bytes) => {
  for (let index = 0; index < bytes.length; index++)
    bytes[index] = alphabet.charCodeAt((bytes[index] ?? 0) % alphabet.length);
  return bytes.toString('latin1');
});

const digits = new RandomCharacters((bytes) => bytes.toString('hex'));

/** Random letters and digits, not to be guessed. At most 2048. */
export function randomLetters(length: number): string {
  return letters.take(length);
}

/** As many random bytes in hexadecimal, not to be guessed. At most 2048. */
export function randomHex(numBytes: number): string {
  return digits.take(2 * numBytes);
}
