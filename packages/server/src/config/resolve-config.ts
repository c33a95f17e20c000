import { dirname } from 'node:path';
import { ConfigError } from './config-error.ts';
import type { ConfigFile } from './config-file.ts';
import type { SettingKind } from './setting-kinds.ts';
import {
  kebabName,
  type SettingName,
  settingNames,
  type Settings,
  settings,
  variableName,
} from './settings.ts';

/** Where settings may come from; each is as the user wrote it. */
export interface ConfigSources {
  readonly flags: Readonly<Partial<Record<SettingName, unknown>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file: ConfigFile | undefined;
}

export interface ResolvedConfig {
  readonly settings: Settings;
  /** Where each value came from: `--port`, `SAMEWIRE_PORT`, a file's path, `default`. */
  readonly origins: Readonly<Record<SettingName, string>>;
}

/**
 * One value for every setting. A flag wins over the environment, that over the file, and
 * that over the default.
 *
 * @throws ConfigError for a value that the setting does not take
 */
export function resolveConfig(sources: ConfigSources): ResolvedConfig {
  const resolved = settingNames.map(
    (name) => [name, resolveSetting(name, sources)] as const,
  );
  const entries = <T>(pick: (setting: { value: unknown; origin: string }) => T) =>
    Object.fromEntries(resolved.map(([name, setting]) => [name, pick(setting)]));
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each was read by its kind
    settings: entries(({ value }) => value) as unknown as Settings,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made from all the names
    origins: entries(({ origin }) => origin) as Record<SettingName, string>,
  };
}

function resolveSetting(
  name: SettingName,
  { flags, env, file }: ConfigSources,
): { value: unknown; origin: string } {
  const { kind, default: fallback } = settings[name];
  const variable = variableName(name);
  const given = [
    { raw: flags[name], origin: `--${kebabName(name)}` },
    { raw: splitList(env[variable], kind.isList), origin: variable },
    { raw: file?.values.get(name), origin: file?.path ?? '' },
  ].find(({ raw }) => raw !== undefined);
  if (given === undefined) return { value: fallback, origin: 'default' };
  const value = kind.read(given.raw);
  if (value === undefined)
    throw new ConfigError(
      `Invalid ${describeOrigin(name, given.origin)}: expected ${kind.expected}, ` +
        `but got ${JSON.stringify(given.raw)}.`,
    );
  const isFromFile = given.origin === file?.path;
  if (!isFromFile) return { value, origin: given.origin };
  return { value: inFolderOf(kind, value, file.path), origin: given.origin };
}

function inFolderOf<T>(kind: SettingKind<T>, value: T, file: string): T {
  return kind.inFolder?.(value, dirname(file)) ?? value;
}

function splitList(
  raw: string | undefined,
  isList: boolean | undefined,
): string | string[] | undefined {
  return raw === undefined || isList !== true ? raw : raw.split(',');
}

function describeOrigin(name: SettingName, origin: string): string {
  const isFile = !origin.startsWith('--') && !origin.startsWith('SAMEWIRE_');
  return isFile ? `'${kebabName(name)}' in ${origin}` : origin;
}
