import type { Response, ResponseStreamEvent } from '@samewire/shared-types';
import { ResponseProgress } from '../engine-to-wire/response-progress.ts';
import { WireError } from '../errors/wire-error.ts';
import type { ResponseRecord } from '../wire-to-state/response-record.ts';

/** The events that a stored response had when it was generated, with their numbers. */
export function replayEvents(record: ResponseRecord): ResponseStreamEvent[] {
  const { response, itemId, pieces } = record;
  const progress = new ResponseProgress(asCreated(record), itemId);
  const created = progress.create();
  if (response.status === 'queued') return created;
  const events = [
    ...created,
    ...progress.start(),
    ...pieces.flatMap((piece) => progress.add(piece)),
  ];
  switch (response.status) {
    case 'completed':
    case 'incomplete':
    case 'cancelled':
      return response.usage === null
        ? events
        : [
            ...events,
            ...progress.finish({
              status: response.status,
              usage: response.usage,
              completedAt: response.completed_at ?? 0,
              serviceTier: response.service_tier,
            }),
            ...progress.end(),
          ];
    case 'failed':
      return [...events, ...progress.fail(toWireError(response))];
    case 'in_progress':
      return events;
  }
}

function asCreated({ response, serviceTier }: ResponseRecord): Response {
  return {
    ...response,
    status: response.background ? 'queued' : 'in_progress',
    completed_at: null,
    error: null,
    incomplete_details: null,
    output: [],
    service_tier: serviceTier,
    usage: null,
  };
}

function toWireError({ error }: Response): WireError {
  const status = { rate_limit_exceeded: 429, invalid_prompt: 400, server_error: 500 };
  return new WireError(error?.message ?? '', {
    status: status[error?.code ?? 'server_error'],
  });
}
