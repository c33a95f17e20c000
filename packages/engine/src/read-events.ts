import type { EngineEvents } from './engine.ts';
import type { EngineEvent } from './engine-event.ts';

/**
 * Reads the events of a request to their end, and waits only where there is none.
 *
 * @throws what the events end with, and what `read` throws
 */
export async function readEvents(
  events: EngineEvents,
  read: (event: EngineEvent) => void,
): Promise<void> {
  for await (const event of events) {
    read(event);
    let ready = events.takeReady?.();
    while (ready !== undefined) {
      read(ready);
      ready = events.takeReady?.();
    }
  }
}
