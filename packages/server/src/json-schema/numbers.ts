import { SchemaFault } from './schema.ts';

/** A range of numbers; the ends may be infinite. */
export interface NumberRange {
  readonly min: number;
  readonly isMinExcluded: boolean;
  readonly max: number;
  readonly isMaxExcluded: boolean;
}

/** More digits than a double holds make a number that is read as another one. */
const maxDigits = 15;
const anyInteger = '("0" | [1-9] [0-9]{0,17})';
const anyFraction = '"." [0-9]{1,16}';
// No larger than what is still finite, whatever is in front of it.
const exponent = '[eE] [+-]? ([0-9]{1,2} | [12] [0-8] [0-9])';

/** Any number of JSON, within what a double holds. */
export const anyNumber = `"-"? ${anyInteger} (${anyFraction})? (${exponent})?`;

/** Any number of JSON without a fraction. */
const anyWholeNumber = `"-"? ${anyInteger}`;

/** The integers of a range, as GBNF; undefined if there are none. */
export function integersBetween(range: NumberRange): string | undefined {
  const min = lowestInteger(range);
  const max = highestInteger(range);
  if (min !== undefined && max !== undefined && min > max) return undefined;
  if (min === undefined && max === undefined) return anyWholeNumber;
  const parts: string[] = [];
  if (min === undefined || min < 0n) {
    const farthest = min === undefined ? undefined : -min;
    const nearest = max === undefined || max >= 0n ? 1n : -max;
    parts.push(`"-" (${naturalsBetween(nearest, farthest)})`);
  }
  if (max === undefined || max >= 0n)
    parts.push(naturalsBetween(min === undefined || min < 0n ? 0n : min, max));
  return parts.join(' | ');
}

function lowestInteger({ min, isMinExcluded }: NumberRange): bigint | undefined {
  if (min === -Infinity) return undefined;
  requireExact(min, isMinExcluded);
  const whole = BigInt(Math.ceil(min));
  return isMinExcluded && Number.isInteger(min) ? whole + 1n : whole;
}

function highestInteger({ max, isMaxExcluded }: NumberRange): bigint | undefined {
  if (max === Infinity) return undefined;
  requireExact(max, isMaxExcluded);
  const whole = BigInt(Math.floor(max));
  return isMaxExcluded && Number.isInteger(max) ? whole - 1n : whole;
}

function requireExact(bound: number, isExcluded: boolean): void {
  if (isExcluded && Math.abs(bound) >= Number.MAX_SAFE_INTEGER)
    throw new SchemaFault(
      'an exclusive bound beyond 9007199254740991 cannot be told from its neighbours',
    );
}

/** Written numbers from `min` to `max`, both at least 0; no `max` is no upper end. */
function naturalsBetween(min: bigint, max: bigint | undefined): string {
  const low = min.toString();
  if (max === undefined) {
    const longer = `[1-9] [0-9]{${low.length},${Math.max(low.length, 17)}}`;
    return min === 0n
      ? anyInteger
      : `${digitsBetween(low, '9'.repeat(low.length))} | ${longer}`;
  }
  const high = max.toString();
  const parts: string[] = [];
  for (let length = low.length; length <= high.length; length++) {
    const from = length === low.length ? low : `1${'0'.repeat(length - 1)}`;
    const to = length === high.length ? high : '9'.repeat(length);
    parts.push(digitsBetween(from, to));
  }
  return parts.join(' | ');
}

/** Digit texts of one length between two. */
function digitsBetween(from: string, to: string): string {
  if (from === '') return '""';
  const length = from.length;
  if (/^0*$/.test(from) && /^9*$/.test(to)) return anyDigits(length);
  const [first = '', last = ''] = [from[0], to[0]];
  if (first === last)
    return sequence(`"${first}"`, digitsBetween(from.slice(1), to.slice(1)), length);
  const parts: string[] = [];
  let low = Number(first);
  let high = Number(last);
  if (!/^0*$/.test(from.slice(1))) {
    parts.push(
      sequence(
        `"${first}"`,
        digitsBetween(from.slice(1), '9'.repeat(length - 1)),
        length,
      ),
    );
    low++;
  }
  const isPartial = !/^9*$/.test(to.slice(1));
  if (isPartial) high--;
  if (low <= high)
    parts.push(sequence(`[${low}-${high}]`, anyDigits(length - 1), length));
  if (isPartial)
    parts.push(
      sequence(`"${last}"`, digitsBetween('0'.repeat(length - 1), to.slice(1)), length),
    );
  return parts.join(' | ');
}

function sequence(first: string, rest: string, length: number): string {
  return length === 1 ? first : `${first} (${rest})`;
}

function anyDigits(count: number): string {
  return count === 0 ? '""' : `[0-9]{${count}}`;
}

/** The numbers of a range, fractions among them, as GBNF; undefined if there are none. */
export function numbersBetween(range: NumberRange): string | undefined {
  const { min, max, isMinExcluded, isMaxExcluded } = range;
  if (min === -Infinity && max === Infinity) return anyNumber;
  const parts: string[] = [];
  if (max > 0 || (max === 0 && !isMaxExcluded)) {
    const low = min > 0 ? min : 0;
    const isLowExcluded = min >= 0 && isMinExcluded;
    const text = magnitudes(low, isLowExcluded, max, isMaxExcluded);
    if (text !== undefined) parts.push(text);
  }
  if (min < 0) {
    const low = max < 0 ? -max : 0;
    // Minus zero is zero, which the other part has.
    const isLowExcluded = max < 0 ? isMaxExcluded : true;
    const text = magnitudes(low, isLowExcluded, -min, isMinExcluded);
    if (text !== undefined) parts.push(`"-" (${text})`);
  }
  return parts.length === 0 ? undefined : parts.join(' | ');
}

/** Decimal numbers without sign or exponent between two that are not negative. */
function magnitudes(
  low: number,
  isLowExcluded: boolean,
  high: number,
  isHighExcluded: boolean,
): string | undefined {
  const [lowWhole, lowPart] = decimal(low);
  const [highWhole, highPart] = high === Infinity ? [undefined, ''] : decimal(high);
  const numPlaces = Math.max(
    1,
    maxDigits - Math.max(lowWhole.toString().length, (highWhole ?? 0n).toString().length),
  );
  if (Math.max(lowPart.length, highPart.length) > numPlaces)
    throw new SchemaFault('a bound of a number has more than 15 digits');
  const parts: string[] = [];
  const add = (whole: bigint, fraction: Fraction) => {
    const text = fractions(fraction, numPlaces);
    if (text !== undefined) parts.push(`"${whole}" (${text})`);
  };
  const lower = { from: lowPart, isFromExcluded: isLowExcluded };
  const upper = { to: highPart, isToExcluded: isHighExcluded };
  if (lowWhole === highWhole) add(lowWhole, { ...lower, ...upper });
  else {
    add(lowWhole, lower);
    const from = lowWhole + 1n;
    const to = highWhole === undefined ? undefined : highWhole - 1n;
    if (to === undefined || from <= to)
      parts.push(`(${naturalsBetween(from, to)}) ("." [0-9]{1,${numPlaces}})?`);
    if (highWhole !== undefined) add(highWhole, upper);
  }
  return parts.length === 0 ? undefined : parts.join(' | ');
}

/** The digits before and behind the point; trailing zeros left out. */
function decimal(value: number): [bigint, string] {
  if (value >= 1e21 || (value !== 0 && value < 1e-6)) {
    if (Number.isInteger(value)) return [BigInt(value), ''];
    throw new SchemaFault('a bound of a number has more than 15 digits');
  }
  const [whole = '0', part = ''] = String(value).split('.');
  return [BigInt(whole), part];
}

/** What may stand behind the point: digits from one text on, and up to another. */
interface Fraction {
  readonly from?: string;
  readonly isFromExcluded?: boolean;
  readonly to?: string;
  readonly isToExcluded?: boolean;
}

/** A fraction with its point, or nothing where that is a zero within the range. */
function fractions(fraction: Fraction, numPlaces: number): string | undefined {
  const { from = '', isFromExcluded = false, to, isToExcluded = false } = fraction;
  const isZeroIn = from === '' && !isFromExcluded && !(to === '' && isToExcluded);
  const parts = isZeroIn ? ['""'] : [];
  const behind = fractionDigits(from, isFromExcluded, to, isToExcluded, numPlaces);
  if (behind !== undefined) parts.push(`"." (${behind})`);
  return parts.length === 0 ? undefined : parts.join(' | ');
}

/**
 * At least one digit, with the value of `0.digits` in the range. A bound that is left out is
 * undefined: 1 excluded above; `from` empty and not excluded below.
 */
function fractionDigits(
  from: string,
  isFromExcluded: boolean,
  to: string | undefined,
  isToExcluded: boolean,
  numPlaces: number,
): string | undefined {
  if (numPlaces === 0) return undefined;
  const isFromFree = from === '' && !isFromExcluded;
  if (isFromFree && to === undefined) return `[0-9]{1,${numPlaces}}`;
  const lowest = Number(from[0] ?? 0);
  const highest = to === undefined ? 9 : Number(to[0] ?? 0);
  const parts: string[] = [];
  for (let digit = lowest; digit <= highest; digit++) {
    const isAtFrom = digit === lowest && !isFromFree;
    const isAtTo = to !== undefined && digit === highest;
    const restFrom = isAtFrom ? from.slice(1) : '';
    const restTo = isAtTo ? to.slice(1) : undefined;
    const isRestFromExcluded = isAtFrom && isFromExcluded;
    const isRestToExcluded = isAtTo && isToExcluded;
    // The text may end here if zeros for the rest are within the range.
    const mayEnd =
      restFrom === '' && !isRestFromExcluded && !(restTo === '' && isRestToExcluded);
    const rest = fractionDigits(
      restFrom,
      isRestFromExcluded,
      restTo,
      isRestToExcluded,
      numPlaces - 1,
    );
    if (rest === undefined && !mayEnd) continue;
    if (rest === undefined) parts.push(`"${digit}"`);
    else parts.push(mayEnd ? `"${digit}" (${rest})?` : `"${digit}" (${rest})`);
  }
  return parts.length === 0 ? undefined : parts.join(' | ');
}

/**
 * The whole numbers that a number divides, as right-linear GBNF rules named after `name`: one
 * rule for each remainder after each number of digits. Longer numbers than a double holds are read
 * as others.
 */
export function multiplesOf(divisor: number, name: string): [string, string][] {
  const rule = (remainder: number, numDigits: number) =>
    `${name}-${remainder}-${numDigits}`;
  const after = (remainder: number, numDigits: number, first = 0) =>
    Array.from({ length: 10 - first }, (_, index) => {
      const digit = first + index;
      return `"${digit}" ${rule((remainder * 10 + digit) % divisor, numDigits + 1)}`;
    });
  const rules: [string, string][] = [
    [name, `"0" | "-"? (${after(0, 0, 1).join(' | ')})`],
  ];
  for (let numDigits = 1; numDigits <= maxDigits; numDigits++)
    for (let remainder = 0; remainder < divisor; remainder++) {
      const parts = remainder === 0 ? ['""'] : [];
      if (numDigits < maxDigits) parts.push(...after(remainder, numDigits));
      rules.push([
        rule(remainder, numDigits),
        parts.length === 0 ? '[]' : parts.join(' | '),
      ]);
    }
  return rules;
}
