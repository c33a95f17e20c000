import { type Static, Type } from 'typebox';

/*
 * The form of a provider's profile. Profiles are data: everything a provider does differently is
 * said here in words that the operators of `synthesise` know.
 */

const Condition = Type.String({
  description: 'Tags that must hold: `a,b` either, `a+b` both, `!a` without.',
});

/** JSON with conditions and placeholders; see `synthesise/template.ts`. */
const Template = Type.Unsafe<import('../synthesise/template.ts').Template>(
  Type.Unknown(),
);

function oneOf<const T extends string>(...words: T[]) {
  return Type.Unsafe<T>(Type.Union(words.map((word) => Type.Literal(word))));
}

const strict = { additionalProperties: false };

const FirstPlacement = oneOf('own', 'merged', 'none');

const Stream = Type.Object(
  {
    first: Type.Union([FirstPlacement, Type.Record(Type.String(), FirstPlacement)], {
      description:
        'Where the role stands: an event of its own, or the first with content.',
    }),
    reasoning: oneOf('field', 'think-tags', 'hidden'),
    calls: oneOf('incremental', 'opening', 'whole', 'all-at-once'),
    finish: Type.Object(
      { at: oneOf('own', 'merged'), again: Type.Optional(Type.Boolean()) },
      strict,
    ),
    usage: Type.Array(
      Type.Object(
        {
          at: oneOf('finish', 'trailing'),
          when: Type.Optional(Condition),
          evenFailed: Type.Optional(Type.Boolean()),
        },
        strict,
      ),
    ),
    extras: Type.Array(
      Type.Object(
        {
          kind: Type.String(),
          at: oneOf(
            'start',
            'after-open',
            'after-calls',
            'before-finish',
            'after-finish',
            'end',
          ),
          when: Type.Optional(Condition),
        },
        strict,
      ),
    ),
    joins: Type.Array(Type.Tuple([Type.String(), Type.String()]), {
      description: 'Where the first kind gives way to the second, one event has both.',
    }),
    some: Type.Array(
      Type.Object(
        { of: Type.String(), kind: Type.String(), share: Type.Number() },
        strict,
      ),
    ),
  },
  strict,
);

const Framing = Type.Object(
  {
    lineEnd: oneOf('lf', 'crlf'),
    space: Type.Boolean({ description: 'A space after the colon of `data:`.' }),
    done: Type.Boolean({ description: 'Whether `[DONE]` ends a stream that went well.' }),
    named: Type.Boolean({
      description: 'Whether events of items have an `event:` line.',
    }),
    ending: oneOf('empty-line', 'line-end'),
    padded: Type.Optional(
      Type.Boolean({ description: 'Spaces of random number before the last brace.' }),
    ),
    comments: Type.Optional(
      Type.Object(
        {
          text: Type.String(),
          atStart: Type.Integer({ minimum: 0 }),
          everyMs: Type.Optional(
            Type.Number({ description: 'Again after so much silence.' }),
          ),
        },
        strict,
      ),
    ),
    blankLineEveryMs: Type.Optional(
      Type.Number({
        description: 'A blank line after so much waiting for a whole answer.',
      }),
    ),
    error: Type.Object(
      {
        event: Type.Optional(Type.String()),
        field: Type.Optional(Type.String({ description: 'A field in place of `data`.' })),
        done: Type.Boolean(),
        inAnswer: Type.Optional(
          Type.Boolean({
            description: 'A late failure without a stream stands in a 200 answer.',
          }),
        ),
      },
      { ...strict, description: 'How an answer fails after it has begun.' },
    ),
  },
  strict,
);

const Transport = Type.Object(
  {
    joined: Type.Number({
      description: 'The part of events that share a transport chunk.',
    }),
    split: Type.Number({ description: 'The part of events cut by a chunk boundary.' }),
    mostEvents: Type.Integer({ minimum: 1 }),
    mostBytes: Type.Integer({ minimum: 1 }),
  },
  strict,
);

const Nullable = Type.Union([Type.String(), Type.Number(), Type.Null()]);

const ErrorEntry = Type.Object(
  {
    status: Type.Integer({ minimum: 200, maximum: 599 }),
    message: Type.String({ description: 'With `{model}`, `{field}` and made ids.' }),
    type: Type.Optional(Nullable),
    code: Type.Optional(Nullable),
    param: Type.Optional(Nullable),
    headers: Type.Optional(Type.Array(Type.Tuple([Type.String(), Type.String()]))),
  },
  strict,
);

const Rejection = Type.Object(
  {
    field: Type.String({ description: 'A field of the request body, with dots.' }),
    unless: Type.Optional(
      Type.Unknown({ description: 'The one value that is accepted.' }),
    ),
    when: Type.Optional(Condition),
    error: Type.Partial(ErrorEntry),
    kind: Type.String(),
  },
  strict,
);

const Header = Type.Object(
  { name: Type.String(), value: Type.String(), when: Type.Optional(Condition) },
  strict,
);

/** Events by the step at which they come; see `synthesise/item-stream.ts`. */
const Steps = Type.Record(Type.String(), Template);

const Templates = Type.Object(
  {
    chunk: Template,
    answer: Template,
    usage: Template,
    error: Template,
    streamError: Template,
    completion: Template,
    completionChunk: Template,
    embeddings: Template,
    responses: Steps,
    messages: Steps,
  },
  strict,
);

const Sections = {
  ids: Type.Record(Type.String(), Type.String()),
  finishReasons: Type.Record(Type.String(), Type.String()),
  stream: Stream,
  framing: Framing,
  transport: Transport,
  templates: Templates,
  errors: Type.Record(Type.String(), ErrorEntry),
  headers: Type.Array(Header),
  rejects: Type.Array(Rejection),
};

const Partials = {
  ids: Type.Optional(Sections.ids),
  finishReasons: Type.Optional(Sections.finishReasons),
  stream: Type.Optional(Type.Partial(Stream)),
  framing: Type.Optional(Type.Partial(Framing)),
  transport: Type.Optional(Sections.transport),
  templates: Type.Optional(Type.Partial(Templates)),
  errors: Type.Optional(Type.Record(Type.String(), Type.Partial(ErrorEntry))),
  headers: Type.Optional(Sections.headers),
  rejects: Type.Optional(Sections.rejects),
};

const Variant = Type.Object(
  {
    name: Type.String(),
    /** Where the difference shows. */
    about: Type.String(),
    models: Type.Optional(
      Type.Array(Type.String({ description: 'Model names; `*` is any text.' })),
    ),
    ...Partials,
  },
  strict,
);

const Quirk = Type.Object(
  {
    what: Type.String({ description: 'What a client meets, in a sentence.' }),
    evidence: Type.Array(
      Type.String({
        description: 'A recording, a test of this package, or an https link.',
      }),
      { minItems: 1 },
    ),
  },
  strict,
);

/** A profile as it stands in its file. */
export const ProfileFile = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9-]+$' }),
    name: Type.String(),
    /** The profile this one differs from; none for the base. */
    extends: Type.Optional(Type.String()),
    observed: Type.Object(
      {
        from: Type.String({ pattern: '^\\d{4}-\\d{2}$' }),
        to: Type.String({ pattern: '^\\d{4}-\\d{2}$' }),
      },
      { ...strict, description: 'Months between which the evidence was gathered.' },
    ),
    evidence: oneOf('recorded', 'documented'),
    hosts: Type.Array(Type.String()),
    model: Type.String({ description: 'Used if the request names none.' }),
    quirks: Type.Array(Quirk, { minItems: 1 }),
    variants: Type.Optional(Type.Array(Variant)),
    ...Partials,
  },
  strict,
);

export type ProfileFile = Static<typeof ProfileFile>;
export type ProfileVariant = Static<typeof Variant>;

/** A profile with everything it inherits. */
export type Profile = Omit<ProfileFile, 'extends' | keyof typeof Sections> & {
  readonly [name in keyof typeof Sections]: Static<(typeof Sections)[name]>;
};
