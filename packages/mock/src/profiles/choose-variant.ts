import { withVariant } from './inherit.ts';
import type { Profile } from './schema.ts';

/** A profile as it is for a model, and the names of the variants that apply. */
export interface ChosenProfile {
  readonly profile: Profile;
  readonly variants: readonly string[];
}

/**
 * Applies the variants of a profile that fit a model, in their order, and those that are named.
 *
 * @throws RangeError for a name the profile does not have.
 */
export function chooseVariants(
  profile: Profile,
  model: string,
  named: readonly string[] = [],
): ChosenProfile {
  const variants = profile.variants ?? [];
  for (const name of named) {
    if (variants.some((variant) => variant.name === name)) continue;
    const known = variants.map((variant) => variant.name).join(', ') || 'none';
    throw new RangeError(
      `Profile ${profile.id} has no variant "${name}"; it has: ${known}.`,
    );
  }
  const chosen = variants.filter(
    ({ name, models = [] }) =>
      named.includes(name) || models.some((pattern) => fits(pattern, model)),
  );
  return {
    profile: chosen.reduce(withVariant, profile),
    variants: chosen.map(({ name }) => name),
  };
}

function fits(pattern: string, model: string): boolean {
  const literal = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll('*', '.*')}$`, 'i').test(model);
}
