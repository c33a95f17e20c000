import { kebabName, type SettingName } from '../config/settings.ts';

/** What llama-server calls settings of ours in short. */
export const llamaServerForms = {
  '-m': 'model',
  '-a': 'alias',
  '-mm': 'mmproj',
  '-c': 'ctxSize',
  '-np': 'parallel',
  '-t': 'threads',
  '-fa': 'flashAttn',
  '-ctk': 'cacheTypeK',
  '-ctv': 'cacheTypeV',
  '-ngl': 'gpuLayers',
  '-md': 'modelDraft',
  '-ngld': 'gpuLayersDraft',
} as const satisfies Readonly<Record<string, SettingName>>;

/** The same words with our flags, so that a command line for llama-server works here too. */
export function expandLlamaServerForms(argv: readonly string[]): string[] {
  return argv.map((word) =>
    Object.hasOwn(llamaServerForms, word)
      ? `--${kebabName(llamaServerForms[word as keyof typeof llamaServerForms])}`
      : word,
  );
}
