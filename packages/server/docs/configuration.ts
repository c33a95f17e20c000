import {
  kebabName,
  type SettingName,
  settingNames,
  settings,
  variableName,
} from '../src/config/settings.ts';
import { llamaServerForms } from '../src/command-line/llama-server-forms.ts';
import { cell, markdownTable } from './markdown-table.ts';

/** docs/configuration.md, made from the table of settings. */
export function renderConfiguration(): string {
  return `# Configuration

Every setting of \`samewire serve\`. This page is made from
\`packages/server/src/config/settings.ts\`; see [how to renew it](#renewing-this-page).

A flag wins over the environment, the environment over the file, the file over the default. An
unknown flag or an unknown key in the file is an error, and so is a value that a setting does
not take.

## Settings

${markdownTable(
  ['Setting', 'Environment', 'Default', 'What it is'],
  settingNames.map(settingRow),
)}

The name is the key in the file; with \`--\` in front it is the flag. \`--no-playground\`
switches the playground off. The model may also be given as an argument:
\`samewire serve model.gguf\`.

The short forms of llama-server are taken too: ${Object.entries(llamaServerForms)
    .map(([form, name]) => `\`${form}\` is \`--${kebabName(name)}\``)
    .join(',\n')}.

## The file

\`samewire.yaml\` in the working directory, or the file that \`--config\` or
\`SAMEWIRE_CONFIG\` names:

\`\`\`yaml
model: models/qwen3-4b-q4_k_m.gguf
port: 8484
ctx-size: 16384
parallel: 4
api-key-file: keys.txt
\`\`\`

Paths in it begin where the file is.

## Who may ask

- With one or more keys, every route wants one, as \`Authorization: Bearer <key>\` or
  \`X-Api-Key: <key>\`. Only the health routes, the files of the playground and the description of the API at
  \`/docs\` and \`/openapi.json\` do without. Keys are compared in constant time.
- Without keys, the server listens on loopback addresses only, unless \`--insecure\` is given.
- Without keys, requests must be addressed to a loopback name, to \`host\`, or to an
  \`allowed-host\`. A web page can make its own name resolve to this machine; the name in the
  \`Host\` header gives it away.
- Web pages may use the API if they are served by this machine (any port), or if their origin
  is a \`cors-origin\`. Pages of other origins cannot read answers and get no preflight; bodies
  that need no preflight are not taken.

## Keys

The file that \`api-key-file\` names has a key per line. Behind it may stand what goes with it:

\`\`\`text
# lines like this one are left out
sk-team-a
sk-team-b  weight=3
sk-support earliest-priority=-1
sk-nightly earliest-priority=1
\`\`\`

- Keys that have work waiting get equal shares of the engine, however many requests each has sent.
  With \`weight\`, from 0.01 to 1000, a key gets that many times the share of a key without.
- \`earliest-priority\` takes the place of the setting of that name: how early the requests of the
  key may be served. Requests of lower \`priority\` always go first, so nobody may ask for less
  than 0 unless it says so here, and everybody may ask for more. \`service_tier\` is the same in
  OpenAI's words: \`priority\` is -1 where the key may have that and else 0, \`flex\` is 1.
- A key with an \`earliest-priority\` above 0 always lets the others go first.
- Requests of [batches](wire-compatibility.md#batches) have a priority of at least 1.

## Exit status

${markdownTable(
  ['Status', 'Meaning'],
  [
    ['0', 'Stopped by SIGTERM, or only help was asked for'],
    ['1', 'Something failed; the message says what'],
    ['2', 'The command or a setting is wrong'],
    ['3', 'The model file was not found'],
    ['6', 'Not enough memory for the model'],
    ['130', 'Stopped by Ctrl-C'],
  ],
)}

The first signal lets running requests end, for \`shutdown-timeout\` seconds; the second ends
them at once.

## Renewing this page

\`\`\`sh
npm run docs --workspace packages/server
\`\`\`
`;
}

function settingRow(name: SettingName): string[] {
  const { default: value, defaultText, description, kind } = settings[name];
  const shownDefault = defaultText ?? `\`${String(value)}\``;
  const expected = kind.argument === '<number>' ? ` Takes ${kind.expected}.` : '';
  return [
    `\`${kebabName(name)}\``,
    `\`${variableName(name)}\``,
    shownDefault,
    cell(description + expected),
  ];
}
