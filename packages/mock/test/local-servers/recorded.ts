import { readFileSync } from 'node:fs';
import { type Exchange, readCassette } from '@samewire/mock';
import type { RecordedAnswer } from '../clients/recorded-answers.ts';
import { type LocalRequest, localRequests } from './requests.ts';

export const localServers = ['llama-server', 'samewire', 'vllm'] as const;

/** What `record.ts` has recorded of a server, with what was asked. */
export function recordedOf(
  server: (typeof localServers)[number],
): readonly (readonly [LocalRequest, Exchange])[] {
  const file = new URL(`${server}.yaml`, import.meta.url);
  const { exchanges } = readCassette(readFileSync(file, 'utf8'), `${server}.yaml`);
  if (exchanges.length !== localRequests.length)
    throw new Error(`${server}.yaml is not of these requests; record it again`);
  return exchanges.map((exchange, index) => [
    localRequests[index] as LocalRequest,
    exchange,
  ]);
}

/** The answers that clients are to read. */
export function localAnswers(): readonly RecordedAnswer[] {
  return localServers.flatMap((server) =>
    recordedOf(server).flatMap(([{ name, route, body, reads }, { response }]) => {
      const isForClients = route === 'chat/completions' || route === 'responses';
      if (reads === undefined || !isForClients) return [];
      const stream = response.status < 400 && 'stream' in body;
      const answer = { route: `/${route}`, stream, response, said: reads } as const;
      return [{ name: `${server}, ${name}`, ...answer }];
    }),
  );
}
