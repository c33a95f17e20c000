import { closestName } from '../config/closest-name.ts';
import { integer, type SettingKind } from '../config/setting-kinds.ts';
import type { ApiKey } from '../server-config.ts';
import { CommandError, exitCodes } from './command-error.ts';

const maxInt32 = 2_147_483_647;

const weights: SettingKind<number> = {
  expected: 'a number from 0.01 to 1000',
  read: (raw) => {
    const value = typeof raw === 'string' && raw !== '' ? Number(raw) : Number.NaN;
    return value >= 0.01 && value <= 1000 ? value : undefined;
  },
};

/** What may stand behind a key, by its name in the file. */
const attributes = {
  weight: { field: 'weight', kind: weights },
  'earliest-priority': {
    field: 'earliestPriority',
    kind: integer(-maxInt32, maxInt32),
  },
} as const;

type AttributeName = keyof typeof attributes;

/**
 * The keys of a key file: one per line, each with what its holder may do, as in
 * `sk-abc weight=2 earliest-priority=-1`. Empty lines, and lines that begin with `#`, are none.
 *
 * @throws CommandError that names the line, and never shows a key
 */
export function parseKeyFile(content: string, path: string): ApiKey[] {
  const keys = content.split('\n').flatMap((line, index) => {
    const [key = '', ...words] = line.trim().split(/\s+/);
    if (key === '' || key.startsWith('#')) return [];
    const place = `line ${index + 1} of the API key file ${path}`;
    return [words.reduce((known, word) => withAttribute(known, word, place), { key })];
  });
  if (keys.length > 0) return keys;
  throw usageError(`The API key file ${path} is empty: expected a key.`);
}

function withAttribute(known: ApiKey, word: string, place: string): ApiKey {
  const [name = '', ...rest] = word.split('=');
  if (!isAttributeName(name) || rest.length === 0) throw unknownAttribute(name, place);
  const { field, kind } = attributes[name];
  const raw = rest.join('=');
  const value = kind.read(raw);
  if (value !== undefined) return { ...known, [field]: value };
  throw usageError(
    `Invalid '${name}' in ${place}: expected ${kind.expected}, but got ${JSON.stringify(raw)}.`,
  );
}

function isAttributeName(name: string): name is AttributeName {
  return Object.hasOwn(attributes, name);
}

// The word is not repeated: it may be the rest of a key that was broken by a space.
function unknownAttribute(name: string, place: string): CommandError {
  const names = Object.keys(attributes);
  const closest = closestName(name, names);
  const hint = closest === undefined ? '' : ` Did you mean '${closest}='?`;
  return usageError(
    `There is something behind the key in ${place} that is not known: expected ` +
      `${names.map((known) => `'${known}=…'`).join(' or ')}.${hint}`,
  );
}

function usageError(message: string): CommandError {
  return new CommandError(message, { exitCode: exitCodes.usage });
}
