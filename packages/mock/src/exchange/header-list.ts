/** Headers in the order they were sent. A name may be there more than once. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Headers about how bytes travelled, which says nothing of how they will travel. */
const transportHeaders = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The first value of a header, whatever the case of its name. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(
    ([given]) => given.length === wanted.length && given.toLowerCase() === wanted,
  )?.[1];
}

export function withoutHeaders(headers: HeaderList, ...names: string[]): HeaderList {
  const unwanted = new Set(names.map((name) => name.toLowerCase()));
  return headers.filter(([name]) => !unwanted.has(name.toLowerCase()));
}

/** Puts a header in the place of those of the same name, or at the end. */
export function withHeader(headers: HeaderList, name: string, value: string): HeaderList {
  return [...withoutHeaders(headers, name), [name, value]];
}

/**
 * The headers that belong to the answer itself. A recorded body is kept decoded, so its
 * encoding must not be announced again.
 */
export function withoutTransportHeaders(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => !transportHeaders.has(name.toLowerCase()));
}
