import { MockError } from '../mock/mock-error.ts';

/** Where requests go whose path begins so, longest beginning first. */
export type Upstreams = readonly { readonly prefix: string; readonly base: string }[];

/** @throws MockError where an address is none */
export function toUpstreams(
  upstream: string | Readonly<Record<string, string>> | undefined,
): Upstreams {
  if (upstream === undefined) return [];
  const entries =
    typeof upstream === 'string' ? [['', upstream] as const] : Object.entries(upstream);
  for (const [prefix, base] of entries) {
    const protocol = URL.parse(base)?.protocol;
    if (protocol !== 'http:' && protocol !== 'https:')
      throw new MockError(
        `expected the address of an upstream (https://…), not '${base}'`,
      );
    if (prefix !== '' && !/^\/.*[^/]$/.test(prefix))
      throw new MockError(`expected a prefix such as /groq, not '${prefix}'`);
  }
  return entries
    .map(([prefix, base]) => ({ prefix, base: base.replace(/\/+$/, '') }))
    .toSorted((left, right) => right.prefix.length - left.prefix.length);
}

/**
 * The address upstream of a path. Where both the upstream and the path say `/v1`, it is meant
 * once.
 *
 * @throws MockError where none takes it
 */
export function upstreamUrl(upstreams: Upstreams, url: string): string {
  const found = upstreams.find(
    ({ prefix }) => prefix === '' || url === prefix || url.startsWith(`${prefix}/`),
  );
  if (found === undefined)
    throw new MockError(
      upstreams.length === 0
        ? `no upstream is known for ${url}; say which with --upstream`
        : `no upstream takes ${url}; there are ${upstreams.map(({ prefix }) => prefix).join(', ')}`,
    );
  const rest = url.slice(found.prefix.length);
  return found.base.endsWith('/v1') && rest.startsWith('/v1/')
    ? found.base + rest.slice(3)
    : found.base + rest;
}
