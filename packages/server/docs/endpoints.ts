/** What there is, with a note on each. */
export const endpoints = [
  ['`POST /v1/chat/completions`', 'With and without `stream`.'],
  [
    '`GET /v1/chat/completions`',
    'Those made with `store: true`, with filters by model and metadata.',
  ],
  ['`GET`, `POST`, `DELETE /v1/chat/completions/{id}`', 'Also below: `/messages`.'],
  ['`POST /v1/completions`', 'With and without `stream`.'],
  [
    '`POST /infill`',
    "What comes between two texts, in llama.cpp's form; see [below](#post-infill).",
  ],
  [
    '`POST /v1/messages`',
    "Anthropic's form, with and without `stream`; see [below](#post-v1messages).",
  ],
  ['`POST /v1/messages/count_tokens`', 'The tokens of such a conversation.'],
  [
    '`POST /tokenize`, `/detokenize`, `/apply-template`',
    "llama.cpp's and vLLM's; see [below](#tokens).",
  ],
  [
    '`POST /v1/chat/completions/input_tokens`',
    "How many tokens a chat request has, in llama.cpp's form.",
  ],
  [
    '`POST /v1/audio/transcriptions`',
    'Of models that take audio; see [below](#post-v1audiotranscriptions).',
  ],
  [
    '`POST`, `GET /v1/files`',
    'Forms with `file`, `purpose`, `expires_after`; also `GET`, `DELETE` of one, `/content`.',
  ],
  ['`POST /v1/uploads`', 'Also `/parts`, `/complete` and `/cancel` of one.'],
  [
    '`POST`, `GET /v1/batches`',
    'Also one of them, and its `/cancel`; see [below](#batches).',
  ],
  [
    '`POST /v1/embeddings`',
    'For models that make embeddings; see [below](#post-v1embeddings).',
  ],
  [
    '`POST /v1/rerank`, `/v1/reranking`',
    "For models that rank documents, in Jina's and Cohere's form; see [below](#post-v1rerank).",
  ],
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
  [
    '`GET /v1/models`',
    'The model that is served, also while it is loading, each of its adapters, with the ' +
      'model as `parent`, and the `embedding-model` beside it, if there is one.',
  ],
  [
    '`GET /v1/models/{id}`',
    'Ids may contain slashes. `DELETE` is refused with 403, but for [seeds](#seeds).',
  ],
  [
    '`GET`, `POST /lora-adapters`',
    "llama.cpp's: which adapters there are, and their default scales; see [below](#adapters).",
  ],
  [
    '`POST /v1/load_lora_adapter`, `/v1/unload_lora_adapter`',
    "vLLM's, where there is a `lora-dir`; see [below](#adapters).",
  ],
  [
    '`GET`, `DELETE /cache`, `POST /cache/save`',
    'With `cache-api`: what is kept of prompts; see [below](#the-cache).',
  ],
  ['`POST /seeds/restore`', 'Where there are [seeds](#seeds).'],
  ['`GET /health`, `/v1/health`', "llama.cpp's form."],
  ['`GET /livez`, `/readyz`, `/startupz`', 'For probes; see [errors](errors.md).'],
  ['`GET /metrics`', 'For Prometheus; see [metrics](metrics.md).'],
  ['`GET /openapi.json`, `/docs`', 'This API as a document and as a page.'],
];
