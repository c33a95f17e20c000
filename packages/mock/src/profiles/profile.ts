import { profileFiles } from './all.ts';
import { inherit } from './inherit.ts';
import type { Profile } from './schema.ts';

const profiles = new Map<string, Profile>();
for (const file of profileFiles) {
  const base = file.extends === undefined ? undefined : profiles.get(file.extends);
  profiles.set(file.id, inherit(base, file));
}

/** The names of all profiles. */
export const profileIds: readonly string[] = [...profiles.keys()];

/**
 * The profile of a provider, by its name, as `groq`.
 *
 * @throws RangeError for a name that is not in `profileIds`.
 */
export function profile(id: string): Profile {
  const found = profiles.get(id);
  if (found) return found;
  throw new RangeError(
    `There is no profile "${id}"; there are: ${profileIds.join(', ')}.`,
  );
}
