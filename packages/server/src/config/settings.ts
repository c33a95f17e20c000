import { cacheTypes } from '@samewire/engine';
import { reasoningFields } from '../engine-to-wire/chat-answer-form.ts';
import { logLevels, metricsNames, profiles, responsesForms } from '../server-config.ts';
import { adapters } from './adapter-setting.ts';
import {
  httpUrl,
  integer,
  onOff,
  oneOf,
  path,
  type SettingKind,
  someOf,
  text,
  texts,
} from './setting-kinds.ts';

/** One thing that can be set by flag, environment variable or configuration file. */
export interface Setting<T, Default extends T | undefined> {
  readonly kind: SettingKind<T>;
  readonly description: string;
  readonly default: Default;
  /** What happens without the setting, where that is no single value. */
  readonly defaultText?: string;
}

const maxInt32 = 2_147_483_647;

/**
 * Every setting of `samewire serve`. From the name follow the flag, the variable and the
 * key of the file: `ctxSize` is `--ctx-size`, `SAMEWIRE_CTX_SIZE` and `ctx-size`.
 */
export const settings = {
  model: setting(path('<file>'), undefined, {
    description: 'The GGUF file to serve.',
    defaultText: 'the built-in model',
  }),
  alias: setting(text('<name>'), undefined, {
    description: 'The id clients name the model by.',
    defaultText: "the file's name without `.gguf`",
  }),
  mmproj: setting(path('<file>'), undefined, {
    description:
      'The GGUF file with the encoders that belong to the model, for pictures or recordings in ' +
      'what it is asked; see [images and audio](wire-compatibility.md#images-and-audio).',
    defaultText: 'the model reads text only',
  }),
  maxMedia: setting(integer(0, 65_535), 32, {
    description: 'Pictures and recordings that one prompt may have.',
  }),
  maxMediaBytes: setting(integer(1024, maxInt32), 20_971_520, {
    description: 'The largest of them, in bytes. `max-body-bytes` bounds all of them.',
  }),
  maxImagePixels: setting(integer(1, maxInt32), 33_554_432, {
    description: 'Pixels of a picture. One of more is refused by what its head says.',
  }),
  maxAudioSeconds: setting(integer(1, 86_400), 600, {
    description: 'The longest recording.',
  }),
  embeddingModel: setting(path('<file>'), undefined, {
    description:
      'A second GGUF file, for `/v1/embeddings` and `/v1/rerank`, beside a model for text. Its ' +
      "id is the file's name without `.gguf`.",
    defaultText: 'the built-in one beside the built-in model, else none',
  }),
  lora: setting(adapters, undefined, {
    description:
      'A LoRA adapter of the model, as a model of its own name: requests that name it get ' +
      'the model with so much of the adapter (default 1). May be given several times.',
    defaultText: 'none',
  }),
  loraDir: setting(path('<folder>'), undefined, {
    description:
      'A folder of LoRA adapters that clients may load and unload while the server runs; they may ' +
      'also change how much of each everybody gets. See ' +
      '[adapters](wire-compatibility.md#adapters).',
    defaultText: 'clients change no adapters',
  }),
  profile: setting(oneOf(profiles), 'strict', {
    description:
      '`strict` refuses what OpenAI refuses. `lenient` drops unknown fields and what the ' +
      'server cannot do, moves numbers that are out of bounds, and takes any name for the ' +
      'model; see ' +
      '[wire compatibility](wire-compatibility.md#profiles).',
  }),
  seeds: setting(path('<file>'), undefined, {
    description:
      'A file with objects that are there from the start under ids of your choice, for tests ' +
      'of clients; see [seeds](wire-compatibility.md#seeds).',
    defaultText: 'none',
  }),
  responsesForm: setting(oneOf(responsesForms), 'openai', {
    description:
      'Whose document streams of responses keep to where OpenAI and Open Responses differ; see ' +
      '[streams of responses](wire-compatibility.md#streams-of-responses).',
  }),
  reasoningField: setting(oneOf(reasoningFields), 'reasoning_content', {
    description:
      'The field in which chat completions show what a model thought: that of DeepSeek and ' +
      'llama.cpp, or that of OpenRouter.',
  }),
  reasoningBudget: setting(integer(-1, maxInt32), -1, {
    description:
      'Most tokens that a model may think for an answer, where requests do not say; then what it ' +
      'thinks is closed, and it answers. 0 is not to think, -1 is without limit.',
  }),
  reasoningBudgetMessage: setting(text('<text>'), undefined, {
    description: 'Written as a last thought where a budget closes what a model thinks.',
    defaultText: 'nothing',
  }),
  moderationsUrl: setting(httpUrl, undefined, {
    description:
      "Where the API of a server in OpenAI's wire begins that answers `/v1/moderations`, for " +
      'example `http://127.0.0.1:9000/v1`.',
    defaultText: 'nobody answers it',
  }),
  audioUrl: setting(httpUrl, undefined, {
    description:
      'The same for `/v1/audio/transcriptions` and `/v1/audio/translations`; a server of ' +
      'whisper.cpp, for example.',
    defaultText: 'nobody answers them',
  }),
  upstreamKey: setting(text('<key>'), undefined, {
    description: "The key that these servers ask for. Clients' keys are never passed on.",
    defaultText: 'none is sent',
  }),
  host: setting(text('<address>'), '127.0.0.1', {
    description: 'The address to listen on. One that others can reach needs an API key.',
  }),
  port: setting(integer(0, 65_535), 8484, {
    description: 'The port to listen on; 0 takes any that is free.',
  }),
  apiKey: setting(texts('<key>'), undefined, {
    description:
      'A key clients must send. May be given several times; in the environment, commas ' +
      'separate keys.',
    defaultText: 'no key is asked for',
  }),
  apiKeyFile: setting(path('<file>'), undefined, {
    description:
      'A file with one API key per line, and what each may do; see [keys](#keys).',
    defaultText: 'none',
  }),
  insecure: setting(onOff, false, {
    description: 'Listen on a reachable address without asking for a key.',
  }),
  allowedHost: setting(texts('<name>'), undefined, {
    description:
      'A host name that requests may be addressed to beside the loopback names. Only ' +
      'looked at where no key is asked for.',
    defaultText: 'none',
  }),
  corsOrigin: setting(texts('<origin>'), undefined, {
    description:
      "An origin whose web pages may use the API beside this machine's own; `*` is all.",
    defaultText: 'none',
  }),
  ctxSize: setting(integer(8, maxInt32, { orZero: true }), 0, {
    description:
      'Tokens the KV cache holds, for all requests together. One request may use up to as ' +
      'many as the model was trained for. 0 is enough for every slot, but at most a ' +
      'quarter of the free memory.',
  }),
  parallel: setting(integer(1, 256), 8, {
    description: 'How many sequences are computed together.',
  }),
  kvLayout: setting(oneOf(['auto', 'pooled', 'separate']), 'auto', {
    description:
      'How the KV cache is divided: `pooled` lets requests share prefixes and one of them ' +
      'use all of it, `separate` gives each slot an equal part. `auto` is separate for a ' +
      'model of up to 32 MiB.',
  }),
  flashAttn: setting(oneOf(['auto', 'on', 'off']), 'auto', {
    description:
      'Whether attention is computed in pieces, without a table of all its scores. `auto` does so ' +
      'where the hardware can. On a CPU `off` continues a single long text faster, and reads long ' +
      'prompts slower.',
  }),
  cacheTypeK: setting(oneOf(cacheTypes), 'f16', {
    description:
      'What keys are kept as in the KV cache. `q8_0` takes half of the memory, so that twice as many ' +
      'tokens have room, at a small loss.',
  }),
  cacheTypeV: setting(oneOf(cacheTypes), 'f16', {
    description: 'The same for values. What is less than 16 bits takes flash attention.',
  }),
  threads: setting(integer(1, 1024), undefined, {
    description: 'CPU threads that compute.',
    defaultText: 'one for each core; one for a step of few tokens of a tiny model',
  }),
  gpuLayers: setting(integer(0, 10_000), undefined, {
    description: 'Layers to keep on the GPU, in builds that have one.',
    defaultText: 'all',
  }),
  cacheRamBytes: setting(integer(0, Number.MAX_SAFE_INTEGER), undefined, {
    description:
      'Memory for the beginnings of prompts that the KV cache has no room for, from where they ' +
      'come back sooner than they are computed; 0 is none. Not used with a `separate` KV cache.',
    defaultText: 'a quarter of what is free, at most 8 GiB',
  }),
  cacheDiskDir: setting(path('<folder>'), undefined, {
    description:
      'A folder for those that this memory has no room for, and for all when the server ' +
      'stops; they are found again when it starts. One ' +
      'server at a time can use it, and prompts can be read from what is in it.',
    defaultText: 'none',
  }),
  cacheDiskBytes: setting(integer(1, Number.MAX_SAFE_INTEGER), 10_737_418_240, {
    description: 'Most that is kept in that folder.',
  }),
  cacheApi: setting(onOff, false, {
    description:
      'Let clients list, save and drop what the KV cache keeps: `GET /cache`, ' +
      '`POST /cache/save`, `DELETE /cache`. It is told of all owners together, without its ' +
      'content; see [the cache](wire-compatibility.md#the-cache).',
  }),
  maxQueue: setting(integer(0, 1_000_000), 1024, {
    description: 'How many sequences may wait for a slot before requests are refused.',
  }),
  maxQueueTokens: setting(integer(1, maxInt32), undefined, {
    description:
      'Prompt tokens that may wait for a slot, of all sequences together, before requests ' +
      'are refused.',
    defaultText: 'no limit',
  }),
  firstTokenTimeout: setting(integer(1, 86_400), undefined, {
    description:
      'Seconds after which a request is given up whose answer has not begun. What nobody ' +
      'waits for, in batches and in the background, has no such limit.',
    defaultText: 'no limit',
  }),
  earliestPriority: setting(integer(-maxInt32, maxInt32), 0, {
    description:
      'The lowest `priority` that requests may have, which is the earliest. Below 0 it lets ' +
      'every client go ahead of the others; see [keys](#keys) for some of them.',
  }),
  targetStepMs: setting(integer(1, 60_000), 300, {
    description:
      'Milliseconds that a step may take while streams wait for their next token. Long ' +
      'prompts are read in pieces that fit: a smaller value keeps streams smoother, a ' +
      'larger one reads prompts faster.',
  }),
  speculation: setting(oneOf(['ngram', 'prediction', 'off']), 'prediction', {
    description:
      'Compute tokens ahead that are likely to follow, and keep them if they do: `prediction` takes ' +
      'them from what requests predict, `ngram` also from where prompt or answer read the same ' +
      "before. It is left where it does not pay, and where the model's past cannot be cut back.",
  }),
  modelDraft: setting(path('<file>'), undefined, {
    description:
      'A smaller GGUF file of the same vocabulary, which says what `model` is likely to say: ' +
      'tokens to compute ahead, as with `speculation`, where that pays. Memory for what it has ' +
      'read is taken beside that of `model`.',
    defaultText: 'none',
  }),
  gpuLayersDraft: setting(integer(0, 10_000), undefined, {
    description: 'Layers of it to keep on the GPU, in builds that have one.',
    defaultText: 'all',
  }),
  draftLayers: setting(onOff, false, {
    description:
      'Draft with the layer that `model` was trained with for it (MTP, NextN: GLM 4.5, DeepSeek V3 ' +
      'and others), as with `model-draft`, which goes before it. Memory for that layer is taken, ' +
      'and for what it has read. A model that has none is refused.',
  }),
  maxKeptCells: setting(integer(0, maxInt32), 8192, {
    description:
      'Tokens of a pooled KV cache that may be kept for later requests that begin alike. ' +
      'With a GPU every step looks at them, so more of them slow down every stream a little; ' +
      'on a CPU most are moved to `cache-ram-bytes` while others run, as far as there is room.',
  }),
  embeddings: setting(onOff, undefined, {
    description: 'Make embeddings with `model`, or leave it, whatever it was made for.',
    defaultText: 'what the model file says it was made for',
  }),
  pooling: setting(oneOf(['mean', 'cls', 'last', 'rank']), undefined, {
    description:
      "What a text's vector is made of: the mean of its tokens' vectors, the first or the " +
      'last of them, or scores for ranking. Of `embedding-model`, where there is one, as are the ' +
      'next two.',
    defaultText: 'what the model file says, else the last token or the mean',
  }),
  embeddingTokens: setting(integer(1, maxInt32), 2048, {
    description:
      'The longest text that is turned into a vector, in tokens, as far as the model was ' +
      'trained for it. Such a text is read in one piece, so memory grows with this.',
  }),
  matryoshka: setting(onOff, false, {
    description:
      'The model was trained so that the first values of its vectors are vectors themselves: ' +
      'requests may choose fewer `dimensions`.',
  }),
  dataDir: setting(path('<folder>'), undefined, {
    description:
      'A folder for stored responses, conversations, chat completions and files. One ' +
      'server at a time can use it.',
    defaultText: 'they are kept in memory, until the server stops',
  }),
  stateUrl: setting(text('<url>'), undefined, {
    description:
      'A PostgreSQL database in the place of `data-dir`, as ' +
      '`postgres://user:password@host/database`. Several servers may share it.',
    defaultText: 'none',
  }),
  retentionDays: setting(integer(0, 36_500), 30, {
    description:
      'Days that responses and chat completions are stored; 0 is without end. What else ' +
      'is stored stays until it is deleted.',
  }),
  maxStateBytes: setting(integer(1_048_576, Number.MAX_SAFE_INTEGER), undefined, {
    description: 'Most that is stored. Beyond it, what would expire first is deleted.',
    defaultText: '256 MiB in memory, 10 GiB elsewhere',
  }),
  requestsPerMinute: setting(integer(1, maxInt32), undefined, {
    description: 'Requests to the model that one API key may make per minute.',
    defaultText: 'no limit',
  }),
  tokensPerMinute: setting(integer(1, maxInt32), undefined, {
    description:
      'Tokens that the requests of one API key may take per minute. They are estimated ' +
      'before the answer: a quarter of the characters of the request, 1000 for an image or a ' +
      'recording, and `max_tokens`.',
    defaultText: 'no limit',
  }),
  maxBodyBytes: setting(integer(1024, maxInt32), 33_554_432, {
    description: 'The largest request body.',
  }),
  maxFileBytes: setting(integer(1024, 8_589_934_592), 536_870_912, {
    description: 'The largest file that can be uploaded at once.',
  }),
  stallTimeout: setting(integer(1, 86_400), 60, {
    description: 'Seconds after which a client that does not read is cut off.',
  }),
  shutdownTimeout: setting(integer(0, 86_400), 30, {
    description:
      'Seconds that running requests get to end after the first signal to stop.',
  }),
  metricsCompat: setting(someOf(metricsNames), undefined, {
    description:
      'Other names under which `/metrics` shows its figures as well, for dashboards that ' +
      'exist: `vllm`, `llamacpp`. May be given several times; see [metrics](metrics.md).',
    defaultText: 'none',
  }),
  playground: setting(onOff, true, {
    description: 'Serve the playground at `/`.',
  }),
  logLevel: setting(oneOf(logLevels), 'error', {
    description: 'What goes to the log, as JSON lines on standard output.',
  }),
};

export type SettingName = keyof typeof settings;

export type Settings = {
  readonly [Name in SettingName]: (typeof settings)[Name] extends Setting<
    infer T,
    infer Default
  >
    ? T | Default
    : never;
};

export const settingNames = Object.keys(settings).filter(isSettingName);

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settings, name);
}

/** `ctxSize` → `ctx-size`, the name in flags and files. */
export function kebabName(name: SettingName): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `ctxSize` → `SAMEWIRE_CTX_SIZE` */
export function variableName(name: SettingName): string {
  return `SAMEWIRE_${kebabName(name).replaceAll('-', '_').toUpperCase()}`;
}

function setting<T, const Default extends T | undefined>(
  kind: SettingKind<T>,
  defaultValue: Default,
  words: { readonly description: string; readonly defaultText?: string },
): Setting<T, Default> {
  return { kind, default: defaultValue, ...words };
}
