import { type Profile, profile, profileIds, synthesise } from '@samewire/mock/synthesise';
import { blocks, table } from './markdown.ts';

const profiles = profileIds.map(profile).toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** docs/provider-quirks.md: what every profile knows of its provider, with evidence. */
export function renderProviderQuirks(): string {
  const page = blocks(
    '# Provider quirks',
    `Where providers of the OpenAI API differ from OpenAI and from one another, and what
@samewire/mock does about it. This page is made from the profiles in
\`packages/mock/src/profiles/data\`: \`npm run docs --workspace packages/mock\` renews it.`,
    `Evidence is a recording, named by its path among the recordings that the tests read, or a link.
Dates are those of the evidence: providers change without notice. What no quirk here names, a
profile has from the documents of its provider or from OpenAI.`,
    '## At a glance',
    overview(),
    ...profiles.map(section),
  );
  return `${page}\n`;
}

function overview(): string {
  const rows = profiles.map((each) => [
    `[${each.name}](#${anchor(each.name)})`,
    rolePlace(each),
    each.stream.calls,
    countsPlace(each),
    each.framing.done ? 'yes' : 'no',
    each.framing.error.field ?? each.framing.error.event ?? 'data',
  ]);
  const header = [
    'Provider',
    'Role',
    'Tool calls',
    'Counts',
    '`[DONE]`',
    'Error in a stream',
  ];
  return blocks(
    table(header, rows),
    `Role: in a chunk of its own, merged into the first with content, or with none (then in every
chunk, or nowhere). Tool calls: in pieces, opening with the first piece, whole, or all at once.
Counts: in the chunk that finishes, or trailing it. Errors: as data, as an event of that name, or
in a field of that name.`,
  );
}

function rolePlace({ stream: { first } }: Profile): string {
  return typeof first === 'string'
    ? first
    : `${first['default'] ?? 'own'}, may be merged`;
}

function countsPlace({ stream: { usage } }: Profile): string {
  if (usage.length === 0) return 'in every chunk';
  return usage
    .map(({ at, when }) => (when === undefined ? at : `${at} if asked`))
    .join(', ');
}

function section(each: Profile): string {
  const { name, id, hosts, observed, evidence, quirks } = each;
  const span =
    observed.from === observed.to ? observed.to : `${observed.from} to ${observed.to}`;
  return blocks(
    `## ${name}`,
    `Profile \`${id}\`, ${evidence} ${span}, as at ${hosts.map((host) => `\`${host}\``).join(', ')}.`,
    quirks.map(({ what, evidence: places }) => `- ${what} ${sources(places)}`).join('\n'),
    variants(each),
    `A stream:`,
    `\`\`\`text\n${sample(each)}\n\`\`\``,
  );
}

function sources(places: readonly string[]): string {
  const names = places.map((place) =>
    place.startsWith('https://') ? `<${place}>` : `\`${place}\``,
  );
  return `(${names.join(', ')})`;
}

function variants({ variants: all = [] }: Profile): string {
  if (all.length === 0) return '';
  const rows = all.map(({ name, about, models = [] }) => {
    const named = models.map((model) => `\`${model}\``).join(', ');
    return [`\`${name}\``, about, named === '' ? 'by name only' : named];
  });
  return table(['Variant', 'Difference', 'Models'], rows);
}

/** A short answer as it would be streamed. */
function sample(each: Profile): string {
  const { chunks } = synthesise({
    profile: each,
    scenario: { text: ['Hi', '.'] },
    request: { body: { stream: true, stream_options: { include_usage: true } } },
  });
  const bytes = Buffer.concat(chunks.map((chunk) => chunk.bytes));
  return bytes.toString().replaceAll('\r\n', '\n').trimEnd();
}

/** The anchor a heading gets: lower case, dashes for spaces, nothing else but words. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(/\s/g, '-');
}
