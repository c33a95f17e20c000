import type { SynthesisedAnswer } from '@samewire/mock/synthesise';

/** The whole body of an answer as text. */
export function textOf({ chunks }: SynthesisedAnswer): string {
  return Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();
}

/** The body of an answer as JSON. */
export function jsonOf(answer: SynthesisedAnswer): unknown {
  return JSON.parse(textOf(answer));
}

/** The JSON of every event of a streamed answer. */
export function eventsOf(answer: SynthesisedAnswer): Record<string, unknown>[] {
  return [...textOf(answer).matchAll(/^\w+: ?(\{.*\})\r?$/gm)].map(
    ([, json = '']) => JSON.parse(json) as Record<string, unknown>,
  );
}
