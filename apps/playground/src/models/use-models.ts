import type { ModelList } from '@samewire/shared-types';
import { useQuery } from '@tanstack/react-query';
import { useStore } from 'zustand';
import { apiKeyStore, askForKey } from '../api-key/api-key-store.ts';
import { apiUrl } from '../wire/api-url.ts';

export interface Models {
  readonly ids: readonly string[];
  /** Used until the user chooses. Undefined while no model is known. */
  readonly defaultModel: string | undefined;
  readonly isPending: boolean;
}

/** The models the server lists, in its order. */
export function useModels(): Models {
  const apiKey = useStore(apiKeyStore, (state) => state.apiKey);
  const { data: ids = [], isPending } = useQuery({
    queryKey: ['models', apiKey],
    queryFn: ({ signal }) => fetchModels(apiKey, signal),
    retry: false,
    staleTime: 30_000,
  });
  return { ids, defaultModel: ids[0], isPending };
}

async function fetchModels(apiKey: string | undefined, signal: AbortSignal) {
  const response = await fetch(apiUrl('v1/models'), {
    headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
    cache: 'no-store',
    signal,
  });
  if (response.status === 401) askForKey();
  if (!response.ok) throw new Error(`The model list answered ${response.status}.`);
  const { data }: ModelList = await response.json();
  return data.map(({ id }) => id);
}
