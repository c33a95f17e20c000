import { resolve } from 'node:path';
import type { SettingKind } from './setting-kinds.ts';

/** A LoRA adapter as it is written in a setting. */
export interface AdapterSetting {
  readonly name: string;
  readonly path: string;
  readonly scale: number;
}

/** `name=file` or `name=file:scale`; a colon that no number follows is part of the file. */
const form = /^([^=]+)=(.+?)(?::(-?\d+(?:\.\d+)?))?$/;

/** One or more adapters, each under a name that no other has. */
export const adapters: SettingKind<readonly AdapterSetting[]> = {
  expected: 'one or more of <name>=<file> or <name>=<file>:<scale>, with different names',
  argument: '<name>=<file>[:<scale>]',
  isList: true,
  inFolder: (value, folder) =>
    value.map((adapter) => ({ ...adapter, path: resolve(folder, adapter.path) })),
  read: (raw) => {
    const parts: unknown[] = Array.isArray(raw) ? raw : [raw];
    const read = parts.map(readAdapter).filter((adapter) => adapter !== undefined);
    const names = new Set(read.map(({ name }) => name));
    return names.size === parts.length ? read : undefined;
  },
};

function readAdapter(raw: unknown): AdapterSetting | undefined {
  const [, name, path, scale = '1'] =
    (typeof raw === 'string' ? form.exec(raw.trim()) : null) ?? [];
  if (name === undefined || path === undefined) return undefined;
  return { name, path, scale: Number(scale) };
}
