import {
  ApplyTemplateRequest,
  CompactRequest,
  ConversationItemsRequest,
  ConversationRequest,
  ConversationUpdate,
  ChatCompletionRequest,
  ChatCompletionListQuery,
  ChatCompletionUpdate,
  CompleteUploadRequest,
  CompletionRequest,
  CreateBatchRequest,
  CreateUploadRequest,
  EmbeddingsRequest,
  MessagesRequest,
  TokenizeRequest,
  InputTokensRequest,
  RerankRequest,
  TranscriptionFields,
  ItemListQuery,
  ResponseQuery,
  ResponseRequest,
} from '@samewire/shared-types';
import { adapterSection } from './adapter-section.ts';
import { cacheSection } from './cache-section.ts';
import { endpoints } from './endpoints.ts';
import { allFieldsTable, fieldTable } from './field-table.ts';
import { infillSection } from './infill-section.ts';
import { mediaSection } from './media-section.ts';
import { markdownTable } from './markdown-table.ts';
import { predictionSection } from './prediction-section.ts';
import { seedSection } from './seed-section.ts';

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

Any other field is refused, with \`unknown_parameter\` where errors have codes. \`null\` means the same as leaving an
optional field out.

## Profiles

The \`strict\` profile is what this page describes. With \`profile: lenient\`, for clients that send
what OpenAI refuses, a request is first made to fit, and then checked as ever:

- unknown fields are dropped
- numbers out of bounds are moved to the nearest bound, and fractions cut off where an integer
  is asked for; a token limit below zero counts as none
- any name of a model, or none, means the model that is served
- of two fields that contradict each other one is dropped: \`max_tokens\` beside
  \`max_completion_tokens\`, \`top_logprobs\` without \`logprobs\`, \`stream_options\` and
  \`starting_after\` without \`stream\`, \`previous_response_id\` beside \`conversation\`,
  \`functions\` beside \`tools\`,
  \`best_of\` below \`n\`; so is an \`md5\` that is none, and a key of \`logit_bias\` that is no token
- fields that ask for what the server cannot do, those that are \`refused\` below, are dropped; the
  header \`x-samewire-ignored\` of the answer names them
- schemas marked \`strict\` need not follow OpenAI's rules for these; arguments of tools are held to
  what can be enforced
- a response that is asked for without anything to read gets an empty message
- cancelling a batch that has ended answers the batch
- a prediction may stand beside what OpenAI does not take with one, and is left out where it is of
  no use; the header names it then
- on \`/v1/messages\`, \`anthropic-version\` may be missing and forbids nothing

So nothing that was asked for is left out in silence. What is wrong in any other way is refused in
both.

${seedSection()}

## Endpoints

${markdownTable(['Endpoint', 'Notes'], endpoints)}

\`/chat/completions\`, \`/completions\`, \`/responses\`, \`/models\`, \`/embeddings\` and \`/rerank\` are answered without \`/v1\` as well,
because the settings of llama.cpp's users rely on that. The form is OpenAI's everywhere: what
llama.cpp has of its own on \`/completions\` is not there. A path may end with a slash.

The engine judges no text, and recordings it transcribes where the model takes audio; see
[below](#post-v1audiotranscriptions). Otherwise \`POST /v1/moderations\`, \`/v1/audio/transcriptions\`
and \`/v1/audio/translations\` are handed over to the servers that \`moderations-url\` and
\`audio-url\` name, bodies and answers as they are, with \`upstream-key\` in the place of the client's
key; batches may be of moderations then. Without these settings they are answered as OpenAI answers
an unknown URL, and the message says which setting is missing.
Every other path is answered with 404, every other method with 405, both in OpenAI's form.

## POST /v1/chat/completions

${fieldTable(ChatCompletionRequest, false)}

### Beside OpenAI's fields

${fieldTable(ChatCompletionRequest, true)}

${predictionSection()}

## GET /v1/chat/completions

${fieldTable(ChatCompletionListQuery, false)}

\`/v1/chat/completions/{id}/messages\` takes the first four of these.

## POST /v1/chat/completions/{id}

${fieldTable(ChatCompletionUpdate, false)}

## POST /v1/completions

${fieldTable(CompletionRequest, false)}

### Beside OpenAI's fields

${fieldTable(CompletionRequest, true)}

${infillSection()}

${mediaSection()}

## POST /v1/audio/transcriptions

Of a model that takes audio, where \`audio-url\` names no other server: the recording and a request to
transcribe it are put to the model as one message of the user. Besides \`file\`, the form may have:

${fieldTable(TranscriptionFields, false)}

## POST /v1/embeddings

${fieldTable(EmbeddingsRequest, false)}

### Beside OpenAI's fields

${fieldTable(EmbeddingsRequest, true)}

Vectors have unit length. Which vector a text gets (the mean of its tokens' vectors, the first or
the last of them) the model file says; the setting \`pooling\` says otherwise. A model that can
continue text and was made for embeddings serves both. Where a model makes none, the answer is 403,
as OpenAI has it; so it is on the other endpoints for a model that makes nothing else, and 404 on
\`/v1/chat/completions\`.

## POST /v1/rerank

${fieldTable(RerankRequest, false)}

Beside these there is \`priority\`. The answer has \`results\` with \`index\` and
\`relevance_score\`, best first, and \`usage\`. For models whose file says \`rank\` as its pooling;
what they read is the file's own template for it, or query and document with the separators of its
vocabulary. A score that can be any number is brought between 0 and 1 by the logistic function;
models that weigh yes against no give the probability of yes.

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
- Values that were left out are told as what took their place: \`temperature\` and \`top_p\` as the
  model's own, where the engine knows them, else as 1.

## Idempotency-Key

A \`POST\` with this header is answered once: sent again with the same key and content, within a day, it
gets the first answer again, with the header \`idempotent-replayed: true\`. While the first one is at work
the second waits. Keys are apart for every API key and path; one that comes back with other content is
refused. What was refused or failed, or was given up because its client left, is no answer: it is done
again. So are streams, which are not kept.

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
- With \`responses-form: open-responses\` a stream ends with \`[DONE]\`, and the events of reasoning
  are \`response.reasoning.delta\` and \`.done\`, as the Open Responses document has it. Everything
  else in which the two differ is as OpenAI has it, or fits both: a response always has all fields
  that either asks for, and errors have OpenAI's words.

## Responses in the background

A response is \`queued\` until the engine takes it, however long that is: a full queue or a model
that loads make it wait. Stopping the server waits for those in progress, up to
\`shutdown-timeout\`. With a \`data-dir\`, a start begins those that were still queued, and begins
those again that were in progress when the server ended, up to three times. Only where a client has
followed the events they have \`failed\`: another text would contradict what it has seen. Without
\`stream\`, a response in progress shows no output yet.

## POST /v1/messages

Anthropic's wire, for its clients: requests, answers, streams, headers and
[errors](errors.md#errors-of-anthropics-routes) have its form.
\`POST /v1/messages/count_tokens\` takes the same fields as far as they make up the
conversation. The header \`anthropic-version\` is asked for; the key may come as \`x-api-key\` or as a bearer.
In version 2026-10-21 there are no \`temperature\`, \`top_p\` and \`top_k\`, and no citations in user
messages; in 2023-06-01 there are.

${fieldTable(MessagesRequest, false)}

### Beside Anthropic's fields

${fieldTable(MessagesRequest, true)}

Turns of one role that follow each other are joined with a line end. Images, documents and
search results are refused. A stream has Anthropic's events in its order; into a silence goes
a \`ping\`. \`input_tokens\` are those that were not in the cache, as Anthropic counts them; in
\`message_start\`, where that is not known yet, it is all of them.

## Files and uploads

Files are kept until they are deleted, or for as long as \`expires_after\` says. A form may have its
fields in any order. Faults are told in the sentences that OpenAI has on these routes. Web pages
may send forms only from origins that may use the API, because browsers do not ask first. An
upload waits an hour for its parts of at most 64 MiB.

### POST /v1/uploads

${allFieldsTable(CreateUploadRequest)}

### POST /v1/uploads/{id}/complete

${allFieldsTable(CompleteUploadRequest)}

## Batches

${allFieldsTable(CreateBatchRequest)}

Batches run in the background, one after the other, four requests at a time, through the routes
that clients use and with the rights of their owner. Requests of clients go first, unless these
say \`flex\`. A file with a line that is no request fails
as a whole, with the faults of its first hundred lines in \`errors\`. Requests that the endpoint
refuses are in the file \`error_file_id\`, the others in \`output_file_id\`, each in the order they
were done. While the engine is busy or restarting, requests wait. With a \`data-dir\`, a batch
outlives the server: the next start goes on with what has no result yet.

## Tokens

\`POST /tokenize\` takes a text as \`content\` and answers \`{"tokens": […]}\` as llama.cpp does; or a
\`prompt\` or \`messages\` and answers \`{"count": …, "max_model_len": …, "tokens": […]}\` as vLLM does.
\`POST /detokenize\` takes \`tokens\`; the text is in \`content\`, and for vLLM's clients in
\`prompt\`. \`POST /apply-template\` answers the text the model reads for a conversation in
\`prompt\`. \`POST /v1/chat/completions/input_tokens\` takes a chat request and counts its tokens.

${allFieldsTable(TokenizeRequest)}

### POST /apply-template

${allFieldsTable(ApplyTemplateRequest)}

${adapterSection()}

${cacheSection()}

## Messages

Content is text, or a list of parts of type \`text\`. Parts of other types are refused with
\`invalid_value\`. A \`developer\` message reaches the chat template as a \`system\` message.
An assistant message may carry \`reasoning_content\`, the form of DeepSeek and llama.cpp. The
\`name\` of a message is accepted and has no effect.

## Reasoning

\`reasoning_tokens\` are the tokens with text between what begins reasoning in the model's chat
template and what ends it, summed over the choices. Those markers do not count; a token that is
part of one counts once if some of its text is not. They are 0 with a template that does not say
between which texts its model reasons. \`/v1/messages\` tells them as
\`output_tokens_details.thinking_tokens\`, in answers that have thinking.

A budget bounds that figure: \`reasoning_budget_tokens\`, the names that llama.cpp and vLLM have
for it, \`thinking.budget_tokens\` on \`/v1/messages\`, or for requests that say nothing the setting
\`reasoning-budget\`. After so many tokens the end of reasoning is written in the model's place, and
the answer goes on, by the rules of its tools and its form.

- It is for each choice, and for all of its reasoning together: once it is used up, none begins.
- A character that has begun is let end first, which takes up to three tokens more. The message of
  a budget counts as reasoning, too, and is written beside the budget.
- 0 switches thinking off in templates that have a switch, unless \`chat_template_kwargs\` say
  otherwise, and closes it at once in all others.
- With a model that does not reason a budget has no effect. One that reasons between texts nobody
  knows is refused with \`unsupported_parameter\`; the setting and \`/v1/messages\` have no effect
  there.
- On \`/v1/messages\` a budget that is not below \`max_tokens\` is refused, as Anthropic does; the
  \`lenient\` profile takes it.

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
