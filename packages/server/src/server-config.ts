import type { SeedObject } from '@samewire/shared-types';
import type { ReasoningField } from './engine-to-wire/chat-answer-form.ts';

/** A LoRA adapter that requests name as a model. */
export interface NamedAdapter {
  /** The name it was added to the engine under. */
  readonly name: string;
  /** How much of it; default 1. */
  readonly scale?: number;
  /** The name of its file, to be shown. */
  readonly file?: string;
}

/** How a server is to behave. Everything but the model's id has a default. */
export interface ServerConfig {
  readonly model: {
    /** The id clients name the model by. */
    readonly id: string;
  };
  /** The id of the model for vectors, where an `embedder` is given; default `embeddings`. */
  readonly embeddingModel?: { readonly id: string };
  /** Adapters of the model, each a name of its own beside the model's; default: none. */
  readonly adapters?: readonly NamedAdapter[];
  /** Folder from which clients may load adapters; left out: they may change none. */
  readonly adapterDir?: string;
  /** Whether clients may list, save and drop what the KV cache keeps; default false. */
  readonly cacheApi?: boolean;
  /** How to take what the wire does not take; default `strict`, which is to refuse it. */
  readonly profile?: (typeof profiles)[number];
  /**
   * Objects with ids of your choice that are there from the start, for tests of clients; those
   * of the first API key, if there are keys.
   */
  readonly seeds?: readonly SeedObject[];
  /** Keys of which clients must send one; none: everybody may ask. */
  readonly apiKeys?: readonly (string | ApiKey)[];
  /**
   * The earliest `priority` a request may have; lower is earlier, as on the wire, and 0 is what
   * requests have that say nothing. Default 0: nobody goes ahead of others.
   */
  readonly earliestPriority?: number;
  /**
   * How long a client waits for the first token before its request is given up; left out:
   * without limit. What nobody waits for, in batches and in the background, has none.
   */
  readonly firstTokenTimeoutMs?: number;
  /**
   * Host names a request may be addressed to, or `any`. Only looked at where no key is
   * asked for. Default: the names of this machine's loopback addresses.
   */
  readonly allowedHosts?: readonly string[] | 'any';
  /**
   * Origins beside this machine's own whose pages may read answers; `*` is every page.
   */
  readonly corsOrigins?: readonly string[];
  /** Requests to a model that one key may make per minute; left out: without limit. */
  readonly requestsPerMinute?: number;
  /** Tokens that the requests of one key may take per minute; left out: without limit. */
  readonly tokensPerMinute?: number;
  /**
   * The first values of the model's vectors are vectors themselves, so that requests may choose
   * `dimensions`; default false.
   */
  readonly matryoshka?: boolean;
  /** Largest request body; default 32 MiB. */
  readonly maxBodyBytes?: number;
  /** Largest file that can be stored; default 512 MiB. */
  readonly maxFileBytes?: number;
  /** Where chat completions show what a model thought; default `reasoning_content`. */
  readonly reasoningField?: ReasoningField;
  /**
   * Most tokens that an answer may reason where requests do not say; 0 is none, -1 without limit.
   * Default -1.
   */
  readonly reasoningBudget?: number;
  /** Written as a last thought where a budget ends reasoning; default: nothing. */
  readonly reasoningBudgetMessage?: string;
  /** Whose document streams of responses keep to where two differ; default `openai`. */
  readonly responsesForm?: ResponsesForm;
  /** A server in OpenAI's wire that answers `/v1/moderations`; left out: nobody does. */
  readonly moderationsUrl?: string;
  /** The same for `/v1/audio/transcriptions` and `/v1/audio/translations`. */
  readonly audioUrl?: string;
  /** The key that these servers ask for. */
  readonly upstreamKey?: string;
  /** Silence in a stream after which a comment line goes out; default 15 s. */
  readonly keepAliveMs?: number;
  /** How long a client may leave its connection full before it is cut off; default 60 s. */
  readonly stallTimeoutMs?: number;
  /** Folder with the built playground; left out: there is none at `/`. */
  readonly playgroundDir?: string;
  /** Folder for what is stored; left out: it is kept in memory and gone at the end. */
  readonly dataDir?: string;
  /** A PostgreSQL database in place of the folder; servers may share it. */
  readonly stateUrl?: string;
  /**
   * Most that is stored; what expires first then goes first. Default: 256 MiB in memory,
   * 10 GiB elsewhere.
   */
  readonly maxStateBytes?: number;
  /** Days that answers are stored; 0 is without end. Default 30. */
  readonly retentionDays?: number;
  /** Other names under which `/metrics` shows its figures as well; default: none. */
  readonly metricsCompat?: readonly MetricsNames[];
  /** Default `silent`. */
  readonly logLevel?: LogLevel;
}

/** A key, and what goes with it. */
export interface ApiKey {
  readonly key: string;
  /** Its share of the engine while others wait too; > 0, default 1. */
  readonly weight?: number;
  /** In the place of the server's `earliestPriority`. */
  readonly earliestPriority?: number;
}

export const profiles = ['strict', 'lenient'] as const;

export const responsesForms = ['openai', 'open-responses'] as const;

export type ResponsesForm = (typeof responsesForms)[number];

/** Systems whose names of metrics `/metrics` knows beside its own. */
export const metricsNames = ['vllm', 'llamacpp'] as const;

export type MetricsNames = (typeof metricsNames)[number];

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;

export type LogLevel = (typeof logLevels)[number];
