import type { Random } from '../scenario/random.ts';

const alphabets: Readonly<Record<string, string>> = {
  hex: '0123456789abcdef',
  digits: '0123456789',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  base36: '0123456789abcdefghijklmnopqrstuvwxyz',
  base32: '0123456789abcdefghjkmnpqrstvwxyz',
  base62: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
};

/**
 * A text after a pattern: `{hex:32}` is so many characters of an alphabet, `{hex:4-20}` between
 * so many, `{uuid}` a UUID, `{integer:1-9}` a number, `{name}` one of the given values.
 *
 * @example
 * makeText('call_{base62:24}', {}, seededRandom(1)); // 'call_9Zt…'
 */
export function makeText(
  pattern: string,
  values: Readonly<Record<string, unknown>>,
  random: Random,
): string {
  return pattern.replaceAll(
    /\{([\w-]+)(?::([\d.]+)(?:-([\d.]+))?)?\}/g,
    (all, name, from, to) =>
      made(String(name), from as string | undefined, to as string | undefined, random) ??
      (name in values ? String(values[String(name)]) : all),
  );
}

function made(
  name: string,
  from: string | undefined,
  to: string | undefined,
  random: Random,
): string | undefined {
  if (name === 'uuid') return makeUuid(random);
  if (from === undefined) return undefined;
  const [low, high] = [Number(from), Number(to ?? from)];
  if (name === 'integer') return String(random.integer(low, high));
  if (name === 'number') return String(makeNumber(low, high, random));
  const alphabet = alphabets[name];
  return alphabet && random.text(alphabet, random.integer(low, high));
}

/** A number between bounds with the digits a timer gives. */
export function makeNumber(low: number, high: number, random: Random): number {
  return Number((low + random.next() * (high - low)).toPrecision(9));
}

/** A UUID of version 4. */
function makeUuid(random: Random): string {
  const hex = (length: number) => random.text(alphabets['hex'] ?? '', length);
  const variant = random.text('89ab', 1);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
}
