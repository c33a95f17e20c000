import { profileIds, profile } from './profile.ts';
import type { Profile } from './schema.ts';

/**
 * The profile of the provider that answers at a URL, if one of them does. The longest of the
 * hosts that fit decides.
 *
 * @example
 * profileForUrl('https://api.groq.com/openai/v1/chat/completions')?.id; // 'groq'
 */
export function profileForUrl(url: string): Profile | undefined {
  if (!URL.canParse(url)) return undefined;
  const { host, pathname } = new URL(url);
  const fitting = profileIds
    .map(profile)
    .flatMap((each) =>
      each.hosts
        .filter((pattern) => fits(pattern, host + pathname))
        .map(({ length }) => ({ each, length })),
    );
  return fitting.toSorted((a, b) => b.length - a.length)[0]?.each;
}

/** Whether a place begins with a host, and a path if it has one; `*` is any text in between. */
function fits(pattern: string, place: string): boolean {
  const literal = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll('*', '[^/]*')}(/|$)`).test(place);
}
