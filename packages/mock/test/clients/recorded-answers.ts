import type { Part, Scenario } from '@samewire/mock/scenario';
import type { Exchange, RecordedResponse } from '@samewire/mock';
import { importRecording } from '@samewire/mock/import';
import { decodeLoosely } from '../../src/exchange/bytes.ts';
import { routeOf } from '../../src/match/route.ts';
import { localAnswers } from '../local-servers/recorded.ts';
import { recordings } from '../support/recordings.ts';
import { readExchanges } from '../synthesise/recordings/read.ts';
import { isStream, scenarioOf } from '../synthesise/recordings/scenario-of.ts';
import { type Said, toReading } from './reading.ts';

/** An answer that a client of the OpenAI API may get. */
export interface RecordedAnswer {
  /** The recording, and the number of the exchange where it has several. */
  readonly name: string;
  readonly route: '/chat/completions' | '/responses';
  readonly stream: boolean;
  readonly response: RecordedResponse;
  /** What the answer says, as another reader than a client's understands it. */
  readonly said: Said;
}

/**
 * The answers of all recordings that are made in the shape of OpenAI's, and of the servers that run
 * on this machine.
 */
export function recordedAnswers(): readonly RecordedAnswer[] {
  return [...providerAnswers(), ...localAnswers()];
}

function providerAnswers(): readonly RecordedAnswer[] {
  return recordings.files.flatMap((file) => {
    const { exchanges } = importRecording(recordings.read(file), file).cassette;
    const parsed = readExchanges(file);
    return exchanges.flatMap((exchange, index) => {
      const route = routeOfExchange(exchange);
      const said = parsed[index];
      if (route === undefined || said === undefined) return [];
      const name = exchanges.length === 1 ? file : `${file} #${index + 1}`;
      const { response } = exchange;
      const stream = response.status < 400 && isStream(said);
      const failed = response.status >= 400;
      return [
        {
          name,
          route,
          stream,
          response,
          said: failed
            ? { text: '', calls: [], status: response.status }
            : saidIn(scenarioOf(said)),
        },
      ];
    });
  });
}

function routeOfExchange({
  request,
  match,
  response,
}: Exchange): RecordedAnswer['route'] | undefined {
  const path =
    request === undefined
      ? (match?.path ?? '/chat/completions')
      : request.url.replace(/^(?:https?:\/\/)?[^/]*/, '').replace(/[?#].*/, '');
  const route = routeOf(path);
  const text = decodeLoosely(response.chunks[0]?.bytes ?? new Uint8Array());
  if (/"type": ?"rerank"/.test(text)) return undefined;
  return route === '/chat/completions' || route === '/responses' ? route : undefined;
}

function saidIn({ text, parts = [], toolCalls = [], error }: Scenario): Said {
  const all: readonly Part[] = [
    ...(text === undefined ? [] : [{ text }]),
    ...parts,
    ...toolCalls.map((toolCall) => ({ toolCall })),
  ];
  const reading = toReading(
    all.flatMap((part) => ('text' in part ? [part.text].flat().join('') : [])).join(''),
    all.flatMap((part) =>
      'toolCall' in part
        ? [[part.toolCall.name, argumentsOf(part.toolCall.arguments)] as const]
        : [],
    ),
  );
  return error === undefined ? reading : { ...reading, error: error.message ?? '' };
}

function argumentsOf(given: unknown): string {
  return Array.isArray(given) ? given.join('') : JSON.stringify(given ?? {});
}
