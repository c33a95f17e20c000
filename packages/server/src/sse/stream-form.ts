import {
  doneEvent,
  encodeEvent,
  encodeNamedEvent,
  keepAliveComment,
} from '@samewire/shared-types';
import { pingEvent } from '../engine-to-wire/message-events.ts';
import { anthropicErrors } from '../errors/anthropic-form.ts';
import type { WireError } from '../errors/wire-error.ts';

/** The parts of a stream that are the same whatever the answer. */
export interface StreamForm {
  /** Sent into a silence. */
  readonly keepAlive: string;
  /** Sent after the last event of an answer that went well. */
  readonly end: string;
  /** The last event of an answer that failed: nobody may take it for complete. */
  readonly encodeError: (error: WireError, requestId: string) => string;
}

/** Events without names, with `[DONE]` after an answer that went well. */
export const chunkStream: StreamForm = {
  keepAlive: keepAliveComment,
  end: doneEvent,
  encodeError: (error) => encodeEvent(JSON.stringify(error.toBody())),
};

/** Anthropic's: events with names, of which the answer's own last one is the last. */
export const messageStream: StreamForm = {
  keepAlive: pingEvent,
  end: '',
  encodeError: (error, requestId) =>
    encodeNamedEvent('error', JSON.stringify(anthropicErrors.toBody(error, requestId))),
};
