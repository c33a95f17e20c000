import type { Profile, ProfileFile, ProfileVariant } from './schema.ts';

type Sections = Pick<
  ProfileFile,
  | 'ids'
  | 'finishReasons'
  | 'stream'
  | 'framing'
  | 'transport'
  | 'templates'
  | 'errors'
  | 'headers'
  | 'rejects'
>;

/** A profile over the one it differs from: each section's entries replace those of that name. */
export function inherit(base: Profile | undefined, file: ProfileFile): Profile {
  const { extends: _, ...own } = file;
  // The base profile states every section; the schema's test holds it to that.
  if (base === undefined) return own as Profile;
  return { ...own, ...merged(base, file) };
}

/** A profile with a variant's differences applied. */
export function withVariant(profile: Profile, variant: ProfileVariant): Profile {
  return { ...profile, ...merged(profile, variant) };
}

function merged(base: Profile, { errors = {}, ...over }: Sections) {
  const errorEntries = Object.entries(errors).map(([kind, entry]) => {
    const known = base.errors[kind] ?? { status: 500, message: '' };
    return [kind, { ...known, ...entry }] as const;
  });
  return {
    ids: { ...base.ids, ...over.ids },
    finishReasons: { ...base.finishReasons, ...over.finishReasons },
    stream: { ...base.stream, ...over.stream },
    framing: { ...base.framing, ...over.framing },
    transport: { ...base.transport, ...over.transport },
    templates: { ...base.templates, ...over.templates },
    errors: { ...base.errors, ...Object.fromEntries(errorEntries) },
    headers: over.headers ?? base.headers,
    rejects: over.rejects ?? base.rejects,
  };
}
