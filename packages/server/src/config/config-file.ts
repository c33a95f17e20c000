import { readFile, stat } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { closestName } from './closest-name.ts';
import { ConfigError } from './config-error.ts';
import { kebabName, settingNames, type SettingName } from './settings.ts';

const maxBytes = 1024 * 1024;

/** The settings of a configuration file, not yet checked one by one. */
export interface ConfigFile {
  readonly path: string;
  readonly values: ReadonlyMap<SettingName, unknown>;
}

/** @throws ConfigError if the file cannot be read, is no YAML, or has unknown keys */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  const document = parseDocument(await readSmallFile(path));
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new ConfigError(
      `Cannot parse the configuration file ${path}: ${fault.message}`,
    );
  const content: unknown = document.toJS();
  if (content === null) return { path, values: new Map() };
  if (typeof content !== 'object' || Array.isArray(content))
    throw new ConfigError(
      `Cannot use the configuration file ${path}: expected settings as 'name: value'.`,
    );
  const entries = Object.entries(content).map(
    ([key, value]) => [settingOf(key, path), value] as const,
  );
  return { path, values: new Map(entries) };
}

async function readSmallFile(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= maxBytes) return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`Cannot read the configuration file ${path}: ${reason}`);
  }
  throw new ConfigError(
    `The configuration file ${path} is too large: expected at most ${maxBytes} bytes.`,
  );
}

function settingOf(key: string, path: string): SettingName {
  const name = settingNames.find((known) => kebabName(known) === key);
  if (name !== undefined) return name;
  const closest = closestName(key, settingNames.map(kebabName));
  const suggestion = closest === undefined ? '' : ` Did you mean '${closest}'?`;
  throw new ConfigError(`Unknown setting '${key}' in ${path}.${suggestion}`);
}
