import {
  CompactRequest,
  ConversationItemsRequest,
  ConversationRequest,
  ConversationUpdate,
  ChatCompletionRequest,
  ChatCompletionListQuery,
  ChatCompletionUpdate,
  CompletionRequest,
  type FieldSupport,
  fieldSupport,
  InputTokensRequest,
  ItemListQuery,
  ResponseQuery,
  ResponseRequest,
} from '@samewire/shared-types';
import type { TObject } from 'typebox';
import { cell, markdownTable } from './markdown-table.ts';

const endpoints = [
  ['`POST /v1/chat/completions`', 'With and without `stream`.'],
  [
    '`GET /v1/chat/completions`',
    'Those made with `store: true`, with filters by model and metadata.',
  ],
  ['`GET`, `POST`, `DELETE /v1/chat/completions/{id}`', 'Also below: `/messages`.'],
  ['`POST /v1/completions`', 'With and without `stream`.'],
  ['`POST /v1/responses`', 'With and without `stream`, also in the `background`.'],
  [
    '`GET /v1/responses/{id}`',
    'The response, or with `stream` its events, from `starting_after` on.',
  ],
  ['`DELETE /v1/responses/{id}`', 'Also ends it, if it is still being generated.'],
  ['`POST /v1/responses/{id}/cancel`', 'For responses in the background.'],
  ['`GET /v1/responses/{id}/input_items`', 'What the response answers.'],
  ['`POST /v1/responses/input_tokens`', 'Exactly what a response would report.'],
  [
    '`POST /v1/responses/compact`',
    'What the user said, and a sealed summary by the served model.',
  ],
  ['`POST /v1/conversations`', 'Deleting one deletes its items too.'],
  ['`GET`, `POST`, `DELETE /v1/conversations/{id}`', ''],
  ['`GET`, `POST /v1/conversations/{id}/items`', ''],
  ['`GET`, `DELETE /v1/conversations/{id}/items/{item_id}`', ''],
  ['`GET /v1/models`', 'The one model that is served, also while it is loading.'],
  ['`GET /v1/models/{id}`', 'Ids may contain slashes.'],
  ['`GET /health`, `/v1/health`', "llama.cpp's form."],
  ['`GET /livez`, `/readyz`, `/startupz`', 'For probes; see [errors](errors.md).'],
  ['`GET /openapi.json`, `/docs`', 'This API as a document and as a page.'],
];

/** docs/wire-compatibility.md, made from the request schemas. */
export function renderWireCompatibility(): string {
  return `# Wire compatibility

What samewire does with every field of every request. This page is made from the schemas in
\`packages/shared-types\`; see [how to renew it](#renewing-this-page).

A field is one of:

- **implemented**: it does what OpenAI documents, or what the note says
- **accepted**: it is checked and then has no effect
- **refused**: it is answered with status 400 and the error named, unless its value asks for
  nothing

Any other field is refused with \`unknown_parameter\`. \`null\` means the same as leaving an
optional field out.

## Endpoints

${markdownTable(['Endpoint', 'Notes'], endpoints)}

\`/chat/completions\`, \`/completions\`, \`/responses\` and \`/models\` are answered without \`/v1\` as well,
because the settings of llama.cpp's users rely on that. The form is OpenAI's everywhere: what
llama.cpp has of its own on \`/completions\` is not there. A path may end with a slash.

Every other path is answered with 404, every other method with 405, both in OpenAI's form.

## POST /v1/chat/completions

${fieldTable(ChatCompletionRequest, false)}

### Beside OpenAI's fields

${fieldTable(ChatCompletionRequest, true)}

## GET /v1/chat/completions

${fieldTable(ChatCompletionListQuery, false)}

\`/v1/chat/completions/{id}/messages\` takes the first four of these.

## POST /v1/chat/completions/{id}

${fieldTable(ChatCompletionUpdate, false)}

## POST /v1/completions

${fieldTable(CompletionRequest, false)}

### Beside OpenAI's fields

${fieldTable(CompletionRequest, true)}

## POST /v1/responses

${fieldTable(ResponseRequest, false)}

### Beside OpenAI's fields

${fieldTable(ResponseRequest, true)}

## GET /v1/responses/{id}

${fieldTable(ResponseQuery, false)}

## GET /v1/responses/{id}/input_items, /v1/conversations/{id}/items

${fieldTable(ItemListQuery, false)}

## POST /v1/responses/input_tokens

${fieldTable(InputTokensRequest, false)}

## POST /v1/responses/compact

${fieldTable(CompactRequest, false)}

## POST /v1/conversations

${fieldTable(ConversationRequest, false)}

## POST /v1/conversations/{id}

${fieldTable(ConversationUpdate, false)}

## POST /v1/conversations/{id}/items

${fieldTable(ConversationItemsRequest, false)}

## Stored objects

- They belong to the API key they were made with; under every other key they do not exist.
  Without keys they belong to everybody.
- Responses and chat completions are kept for \`retention-days\`; a response that continues one
  that is gone is refused with \`previous_response_not_found\`. Conversations stay.
- They are in memory unless there is a \`data-dir\`.
- A response is stored before its last event is sent. One that fails is stored as failed; one
  whose client leaves before its end is not stored, unless it works in the background.
- Values that were left out are told as OpenAI's defaults: \`temperature\` and \`top_p\` as 1.

## Items

Messages, calls of functions and custom tools with their results, reasoning, compaction, and
references to items by their ids. Items of tools that OpenAI hosts are refused with
\`unsupported_value\`. Content is text. The encrypted content of a compaction item can be read
only by the server that made it, for the key it was made for; that of reasoning is ignored.

## Streams of responses

- The events are OpenAI's: \`created\`, in the background \`queued\`, \`in_progress\`;
  \`output_item.added\`, \`content_part.added\`, \`output_text.delta\`, \`output_text.done\`,
  \`content_part.done\`, \`output_item.done\`; \`completed\` or \`incomplete\`. There is no
  \`[DONE]\`.
- A failure is an \`error\` event and \`response.failed\`. What the engine refuses before it
  begins has a status of its own instead, except in the background.
- A cancelled response has no last event: its stream ends.
- The events of every stored response can be had again, with the same numbers.

## Responses in the background

A response is \`queued\` until the engine takes it, however long that is: a full queue or a model
that loads make it wait. Stopping the server waits for those in progress, up to
\`shutdown-timeout\`. With a \`data-dir\`, a start begins those that were still queued, and marks
those that were in progress when the server ended as \`failed\`: their text is lost, and another
one would contradict events that clients have seen.

## Messages

Content is text, or a list of parts of type \`text\`. Parts of other types are refused with
\`invalid_value\`. A \`developer\` message reaches the chat template as a \`system\` message.
An assistant message may carry \`reasoning_content\`, the form of DeepSeek and llama.cpp. The
\`name\` of a message is accepted and has no effect.

## Streams

- The first chunk of a choice carries its role and empty content, the last one an empty delta
  and the finish reason. \`data: [DONE]\` ends a stream that went well.
- A failure after the first byte is one event with the error; the stream ends without
  \`[DONE]\`.
- The status is sent once the engine has accepted the request, so what it refuses has a status
  of its own.
- After 15 seconds of silence a comment line goes out.
- A client that hangs up ends its generation, whether it streams or waits. Closing one's half of
  the connection counts as hanging up.
- A client that does not read holds its generation back, and is cut off after a while.

## Log probabilities

They are those of the model, before any sampler changed them. A token that is part of a
character is spelled as its bytes, \`\\xf0\\x9f\`; \`bytes\` has them as numbers.

## Renewing this page

\`\`\`sh
npm run docs --workspace packages/server
\`\`\`
`;
}

function fieldTable(schema: TObject, isExtension: boolean): string {
  const rows = Object.entries(schema.properties).flatMap(([name, field]) => {
    const support = fieldSupport(field);
    if (support === undefined) throw new Error(`${name} says nothing about its support.`);
    return isExtensionField(support) === isExtension
      ? [[`\`${name}\``, support.status, cell(describe(support))]]
      : [];
  });
  return markdownTable(['Field', 'Status', 'Notes'], rows);
}

function isExtensionField(support: FieldSupport): boolean {
  return support.status === 'implemented' && support.isExtension === true;
}

function describe(support: FieldSupport): string {
  if (support.status !== 'refused') return support.note;
  const error = support.code === null ? '' : ` Error \`${support.code}\`.`;
  const harmless = support.except
    .filter((value) => value !== null)
    .map((value) => `\`${JSON.stringify(value)}\``);
  const except = harmless.length === 0 ? '' : ` Passes: ${harmless.join(', ')}.`;
  return `${support.note}${error}${except}`;
}
