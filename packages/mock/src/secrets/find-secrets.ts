import type { Cassette } from '../cassette/cassette.ts';
import { concatBytes, decodeText } from '../exchange/bytes.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { HeaderList } from '../exchange/header-list.ts';
import { findDoubt } from './find-doubt.ts';
import { isRedacted, isSecretHeader } from './header-allow-list.ts';
import { secretParameters, secretPatterns } from './secret-patterns.ts';

/** A place in a cassette that should not be published. */
export interface Finding {
  /** Which exchange, from 0. */
  readonly exchange: number;
  readonly where: string;
  readonly what: string;
}

/** Everything in a cassette that looks like a secret. */
export function findSecrets({ exchanges }: Cassette): readonly Finding[] {
  return exchanges.flatMap((exchange, index) =>
    findInExchange(exchange).map(([where, what]) => ({ exchange: index, where, what })),
  );
}

type Place = readonly [where: string, what: string];

function findInExchange({ request, response }: Exchange): Place[] {
  const answer = concatBytes(response.chunks.map(({ bytes }) => bytes));
  return [
    ...(request === undefined
      ? []
      : [
          ...findInUrl(request.url),
          ...findInHeaders('request', request.headers),
          ...findInBody('request body', request.body),
        ]),
    ...findInHeaders('response', response.headers),
    ...findInBody('response body', answer),
  ];
}

function findInUrl(url: string): Place[] {
  const query = URL.parse(url, 'http://no-host.invalid')?.searchParams ?? [];
  const named = [...query].filter(
    ([name, value]) => secretParameters.has(name.toLowerCase()) && !isRedacted(value),
  );
  return [
    ...named.map(([name]): Place => ['request url', `the parameter '${name}'`]),
    ...findInText('request url', url),
  ];
}

function findInHeaders(side: string, headers: HeaderList): Place[] {
  return headers.flatMap(([name, value]): Place[] => {
    if (isRedacted(value)) return [];
    const where = `${side} header ${name}`;
    return isSecretHeader(name)
      ? [[where, 'a header that is never published']]
      : findInText(where, value);
  });
}

function findInBody(where: string, bytes: Uint8Array): Place[] {
  const text = decodeText(bytes);
  if (text === undefined) return [];
  const doubt = findDoubt(bytes);
  return [
    ...findInText(where, text),
    ...(doubt === undefined ? [] : [[where, `the field '${doubt}'`] as const]),
  ];
}

function findInText(where: string, text: string): Place[] {
  return secretPatterns
    .filter(({ pattern }) => text.search(pattern) !== -1)
    .map(({ what }) => [where, what] as const);
}
