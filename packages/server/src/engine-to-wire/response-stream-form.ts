import {
  doneEvent,
  encodeNamedEvent,
  type ResponseStreamEvent,
} from '@samewire/shared-types';
import type { ResponsesForm } from '../server-config.ts';
import { obfuscationEnding } from './obfuscation.ts';

/** How the events of responses are put into text. */
export interface ResponseStreamForm {
  readonly encode: (event: ResponseStreamEvent, obfuscate: boolean) => string;
  /** Sent after the last event. */
  readonly end: string;
}

/** What the Open Responses document calls events that OpenAI has other names for. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['response.reasoning_text.delta', 'response.reasoning.delta'],
  ['response.reasoning_text.done', 'response.reasoning.done'],
]);

export const responseStreamForms: Readonly<Record<ResponsesForm, ResponseStreamForm>> = {
  openai: { encode, end: '' },
  'open-responses': {
    encode: (event, obfuscate) => {
      const type = otherNames.get(event.type);
      return encode(type === undefined ? event : { ...event, type }, obfuscate);
    },
    end: doneEvent,
  },
};

/** Only deltas have a length that tells something. */
function encode(event: { readonly type: string }, obfuscate: boolean): string {
  const json = JSON.stringify(event);
  if (!obfuscate || !event.type.endsWith('.delta'))
    return encodeNamedEvent(event.type, json);
  const unclosed = json.slice(0, -1);
  return encodeNamedEvent(event.type, unclosed + obfuscationEnding(unclosed.length));
}
