import { resolve } from 'node:path';

/** What values a setting takes, and how they are read from text and from YAML. */
export interface SettingKind<T> {
  /** `an integer from 0 to 65535`, for messages and documentation */
  readonly expected: string;
  /** The value, or undefined if this is none. Flags and environment give strings. */
  readonly read: (raw: unknown) => T | undefined;
  /** How the flag shows its argument; left out for switches. */
  readonly argument?: string;
  /** The flag may be given several times. */
  readonly isList?: boolean;
  /** The value with its paths taken from a folder: in a configuration file, from where that is. */
  inFolder?(value: T, folder: string): T;
}

export function text(argument: string): SettingKind<string> {
  return { expected: 'a text that is not empty', argument, read: readText };
}

export function path(argument: string): SettingKind<string> {
  return {
    expected: 'a path',
    argument,
    inFolder: (value, folder) => resolve(folder, value),
    read: readText,
  };
}

/** Where an API begins; paths are put behind it. */
export const httpUrl: SettingKind<string> = {
  expected: 'a URL that begins with http:// or https://',
  argument: '<url>',
  read: (raw) => {
    if (typeof raw !== 'string' || !URL.canParse(raw)) return undefined;
    const { protocol, search, hash } = new URL(raw);
    const isPlain = search === '' && hash === '';
    return isPlain && /^https?:$/.test(protocol) ? raw : undefined;
  },
};

export function texts(argument: string): SettingKind<readonly string[]> {
  return {
    expected: 'one or more texts, none of them empty',
    argument,
    isList: true,
    read: readTexts,
  };
}

/** Some of a few words, each once. */
export function someOf<const Words extends readonly string[]>(
  known: Words,
): SettingKind<readonly Words[number][]> {
  return {
    expected: `one or more of ${known.join(', ')}`,
    argument: '<word>',
    isList: true,
    read: (raw) => {
      const given = readTexts(raw);
      const found = known.filter((word) => given?.includes(word));
      return given?.every((word) => known.includes(word)) ? found : undefined;
    },
  };
}

export function integer(
  min: number,
  max: number,
  options: { readonly orZero?: boolean } = {},
): SettingKind<number> {
  const zero = options.orZero === true ? '0 or ' : '';
  return {
    expected: `${zero}an integer from ${min} to ${max}`,
    argument: '<number>',
    read: (raw) => {
      const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
      if (typeof value !== 'number' || !Number.isInteger(value)) return undefined;
      if (options.orZero === true && value === 0) return value;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

export function oneOf<const Words extends readonly string[]>(
  words: Words,
): SettingKind<Words[number]> {
  return {
    expected: `one of ${words.join(', ')}`,
    argument: '<word>',
    read: (raw) => words.find((word) => word === raw),
  };
}

export const onOff: SettingKind<boolean> = {
  expected: 'true or false',
  read: (raw) => {
    if (typeof raw === 'boolean') return raw;
    if (raw === 'true' || raw === '1') return true;
    return raw === 'false' || raw === '0' ? false : undefined;
  },
};

function readText(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw.trim() !== '' ? raw : undefined;
}

/** A list as it is, or one text; the environment separates several with commas. */
function readTexts(raw: unknown): readonly string[] | undefined {
  const parts: unknown[] = Array.isArray(raw) ? raw : [raw];
  const values = parts.map(readText).filter((value) => value !== undefined);
  return values.length === parts.length && parts.length > 0 ? values : undefined;
}
