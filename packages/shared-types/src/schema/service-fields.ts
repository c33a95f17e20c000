import { Type } from 'typebox';
import { accepted, implemented } from './request-field.ts';
import { closed, oneOf, orNull } from './shapes.ts';

export const user = accepted(
  orNull(Type.String({ maxLength: 512 })),
  'The server keeps no record of end users.',
);

/** Fields about the service around the model, which a server on your own machine lacks. */
export const serviceFields = {
  safety_identifier: accepted(
    orNull(Type.String({ maxLength: 64 })),
    'The server keeps no record of end users.',
  ),
  prompt_cache_options: accepted(
    orNull(
      Type.Object(
        {
          mode: Type.Optional(oneOf('implicit', 'explicit')),
          ttl: Type.Optional(oneOf('30m')),
        },
        closed,
      ),
    ),
    'Shared prefixes are found and reused without being asked.',
  ),
  prompt_cache_key: accepted(
    orNull(Type.String({ maxLength: 512 })),
    'Shared prefixes are found and reused without being asked.',
  ),
  prompt_cache_retention: accepted(
    orNull(oneOf('in_memory', 'in-memory', '24h')),
    'Prefixes stay as long as there is room for them.',
  ),
};

/** How `service_tier` is told in `docs/wire-compatibility.md`, wherever there is one. */
export const serviceTierNote =
  '`flex` waits for others, `priority` and `fast` go ahead of them where `earliest-priority` ' +
  'allows it. Answers say which of `default`, `flex` and `priority` it was.';

export const serviceTier = implemented(
  orNull(oneOf('auto', 'default', 'flex', 'scale', 'priority', 'fast')),
  serviceTierNote,
);

/** The tiers that there are here; each request is served in one of them. */
export const servedTiers = ['default', 'flex', 'priority'] as const;

export type ServedTier = (typeof servedTiers)[number];

/** Up to 16 pairs that a client writes on an object. */
export const metadataRecord = Type.Record(
  Type.String(),
  Type.String({ maxLength: 512 }),
  { maxProperties: 16, propertyNames: { maxLength: 64 } },
);

export const metadata = implemented(
  orNull(metadataRecord),
  'Up to 16 pairs, to find stored objects by.',
);
