import type { EngineRequest } from '@samewire/engine';
import type { MessageUsage, ServedTier } from '@samewire/shared-types';

/** The same in Anthropic's words, which has none for what waits for others. */
export function toMessageTier(
  request: Pick<EngineRequest, 'priority'>,
): MessageUsage['service_tier'] {
  return toServedTier(request) === 'priority' ? 'priority' : 'standard';
}

/** The tier in which a request is served, whatever it asked for. */
export function toServedTier({
  priority = 0,
}: Pick<EngineRequest, 'priority'>): ServedTier {
  if (priority === 0) return 'default';
  return priority > 0 ? 'priority' : 'flex';
}
