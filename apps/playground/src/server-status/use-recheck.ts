import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { runStore } from '../board/run-store.ts';

/** A run that fails is news about the server: asks at once whether it is still ready. */
export function useRecheck(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      runStore.subscribe((runs, before) => {
        const failed = Object.values(runs).some(
          ({ id, phase }) => phase === 'failed' && before[id]?.phase !== 'failed',
        );
        if (failed) void client.invalidateQueries({ queryKey: ['readiness'] });
      }),
    [client],
  );
}
