/** A source of numbers that says the same after the same seed, on every machine. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number, both bounds included. */
  integer(from: number, to: number): number;
  /** Characters picked from an alphabet. */
  text(alphabet: string, length: number): string;
}

/**
 * A seeded source of numbers (SFC32). Not for secrets.
 *
 * @param seed any text or number; sources with different seeds do not follow one another.
 */
export function seededRandom(seed: string | number): Random {
  let [a, b, c, counter] = hashed(String(seed));
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first numbers still show the seed.
  for (let i = 0; i < 12; i++) next();
  const integer = (from: number, to: number) =>
    from + Math.floor(next() * (to - from + 1));
  const text = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[integer(0, alphabet.length - 1)]).join('');
  return { next, integer, text };
}

/** Four words out of a text (FNV-1a, started at four places). */
function hashed(text: string): [number, number, number, number] {
  const word = (start: number) => {
    let hash = start;
    for (let i = 0; i < text.length; i++) {
      hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
    }
    return hash | 0;
  };
  return [word(2_166_136_261), word(84_696_351), word(305_419_896), word(1)];
}
