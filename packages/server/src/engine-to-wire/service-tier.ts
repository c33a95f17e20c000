import type { EngineRequest } from '@samewire/engine';
import type { ServedTier } from '@samewire/shared-types';

/** The tier in which a request is served, whatever it asked for. */
export function toServedTier({
  priority = 0,
}: Pick<EngineRequest, 'priority'>): ServedTier {
  if (priority === 0) return 'default';
  return priority > 0 ? 'priority' : 'flex';
}
