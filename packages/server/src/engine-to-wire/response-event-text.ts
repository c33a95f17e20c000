import { encodeNamedEvent, type ResponseStreamEvent } from '@samewire/shared-types';
import { obfuscationEnding } from './obfuscation.ts';

/** An event as it is sent. Only deltas have a length that tells something. */
export function encodeResponseEvent(
  event: ResponseStreamEvent,
  obfuscate: boolean,
): string {
  const json = JSON.stringify(event);
  if (!obfuscate || !event.type.endsWith('.delta'))
    return encodeNamedEvent(event.type, json);
  const unclosed = json.slice(0, -1);
  return encodeNamedEvent(event.type, unclosed + obfuscationEnding(unclosed.length));
}
