import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { apiUrl } from '../wire/api-url.ts';
import { readProbes, type ProbeAnswer, type Readiness } from './readiness.ts';

/** Asks the server whether it is ready: often while it is not, seldom once it is. */
export function useReadiness(): Readiness {
  const { data = { state: 'asking' } } = useQuery({
    queryKey: ['readiness'],
    queryFn: askServer,
    refetchInterval: ({ state }) => (state.data?.state === 'ready' ? 10_000 : 700),
  });
  const client = useQueryClient();
  // What was asked of a server that was not ready is worth asking again.
  useEffect(() => {
    if (data.state === 'ready') void client.invalidateQueries({ queryKey: ['models'] });
  }, [client, data.state]);
  return data;
}

async function askServer({ signal }: { signal: AbortSignal }): Promise<Readiness> {
  try {
    const ready = await probe('readyz', signal);
    if (ready.status < 500) return readProbes(ready);
    return readProbes(ready, await probe('startupz', signal));
  } catch {
    return { state: 'unreachable' };
  }
}

async function probe(path: string, signal: AbortSignal): Promise<ProbeAnswer> {
  const response = await fetch(apiUrl(path), { cache: 'no-store', signal });
  return { status: response.status, body: await response.text() };
}
