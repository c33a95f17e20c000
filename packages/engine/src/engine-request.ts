/** One message of a conversation, as chat templates know it. */
export interface ChatMessage {
  /** `system`, `user`, `assistant`, `tool`, or any role the template accepts. */
  readonly role: string;
  readonly content: string | readonly ChatContentPart[];
  /** Reasoning text of an earlier assistant turn, for templates that keep it. */
  readonly reasoning?: string;
  readonly toolCalls?: readonly ChatToolCall[];
  /** Which call a `tool` message answers. */
  readonly toolCallId?: string;
  /** The tool a `tool` message comes from. */
  readonly toolName?: string;
}

export type ChatContentPart = ChatTextPart | ChatMediaPart;

export interface ChatTextPart {
  readonly type: 'text';
  readonly text: string;
}

/** A picture or a recording, for models with `readsImages` or `readsAudio`. */
export interface ChatMediaPart {
  readonly type: 'image' | 'audio';
  /** A file: PNG, JPEG, GIF (its first frame) or BMP; WAV, MP3 or FLAC. */
  readonly data: Uint8Array;
  /** The field it came in: errors about it have this name as their `field`. */
  readonly name?: string;
}

export interface ChatToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as JSON text, as the model wrote them. */
  readonly arguments: string;
}

/** A function the model may call. */
export interface ChatTool {
  /** Unique among the tools of a conversation. */
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments, an object; left out: no arguments. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What a call's arguments have to keep to; left out: they are any JSON object. */
  readonly argumentsGrammar?: Grammar;
  /**
   * Whether it may be called; default true. The model sees it all the same, so that the prompt
   * stays what it was; only where calls that may come cannot be held to that
   * (`chatCapabilities.toolSelection`) it does not.
   */
  readonly isAllowed?: boolean;
}

/**
 * A conversation to be rendered by the model's own chat template. What it answers is told apart
 * as content, reasoning and tool calls, by llama.cpp's parser for that template.
 */
export interface ChatPrompt {
  readonly kind: 'chat';
  readonly messages: readonly ChatMessage[];
  /** Only for models with `chatCapabilities.tools`. */
  readonly tools?: readonly ChatTool[];
  /**
   * Whether tools may be called (`auto`, the default), must not be, or have to be: then nothing
   * but reasoning comes before a call. A call keeps to the form of the template, and its arguments
   * to their grammar where that form writes them as JSON.
   */
  readonly toolChoice?: 'auto' | 'none' | 'required';
  /** Whether one answer may call several tools; default true. */
  readonly parallelToolCalls?: boolean;
  /** Whether reasoning is told apart from content; default true. */
  readonly separatesReasoning?: boolean;
  /** Extra variables for the template, for example `{ enable_thinking: false }`. */
  readonly templateKwargs?: Readonly<Record<string, unknown>>;
}

/** Another file of a project, for a model to look up things in. */
export interface InfillFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Two texts that something is to be put between, as llama-server puts them together. Only for
 * models with `canInfill`.
 */
export interface InfillPrompt {
  readonly kind: 'infill';
  /** What comes before: a text, in which special tokens are text, or tokens as they stand. */
  readonly prefix: string | Int32Array;
  /** More of it, none of which is left out. Special tokens written in it are recognised. */
  readonly prefixEnd?: string;
  /** What comes after; special tokens written in it are text. */
  readonly suffix: string;
  /**
   * Given, even if empty: they come first, in the pattern of a repository where the vocabulary has
   * tokens for it.
   */
  readonly files?: readonly InfillFile[];
  /**
   * Most tokens of prefix and suffix, a quarter of them for the suffix: of more, those that are
   * farthest from the gap are left out. Default: none is.
   */
  readonly maxTokens?: number;
  /** Most tokens of the files: of more, the first are left out. Default: none is. */
  readonly maxFileTokens?: number;
}

/**
 * Where generation starts.
 *
 * - `text` is tokenised as it stands: the model's begin token is put in front if the
 *   model asks for one, and special tokens in the text are recognised.
 * - `tokens` is taken as it stands; nothing is added.
 * - `chat` is rendered by the model's chat template and then tokenised.
 * - `infill` is put together with the tokens that the model's vocabulary has for it.
 */
export type Prompt =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tokens'; readonly tokens: Int32Array }
  | ChatPrompt
  | InfillPrompt;

/**
 * How the next token is chosen. A field left out means the model's own default from its
 * GGUF (`general.sampling.*`), and where it has none: temperature 1, everything else off.
 *
 * Order of application is llama.cpp's: logit bias, penalties, DRY, top-n-sigma, top-k, typical-p,
 * top-p, min-p, XTC, temperature, draw. What begins with top-n-sigma has no effect beside Mirostat,
 * and what begins with top-k none at temperature 0.
 */
export interface SamplingParams {
  /** ≥ 0; 0 takes the most probable token. */
  readonly temperature?: number;
  /** Keep the k most probable tokens; 0 keeps all. */
  readonly topK?: number;
  /** Keep the smallest set of tokens whose probabilities sum to p, in (0, 1]. */
  readonly topP?: number;
  /** Drop tokens less probable than p times the best, in [0, 1]. */
  readonly minP?: number;
  /** Locally typical sampling, in (0, 1]; 1 is off. */
  readonly typicalP?: number;
  /** Keep tokens whose logits are at most so many standard deviations below the best; 0 is off. */
  readonly topNSigma?: number;
  /**
   * XTC: how often, of the tokens with at least `xtcThreshold`, all but the least probable are
   * left out, in [0, 1].
   */
  readonly xtcProbability?: number;
  /** In [0, 1], default 0.1; above 0.5 there is nothing to leave out. */
  readonly xtcThreshold?: number;
  /** How far the temperature moves either way with the entropy; 0 is off. */
  readonly dynatempRange?: number;
  /** How entropy becomes temperature, default 1. */
  readonly dynatempExponent?: number;
  /** 1 or 2: Mirostat of that version draws; 0 is off. */
  readonly mirostat?: number;
  /** The surprise that Mirostat aims at, in bits, default 5. */
  readonly mirostatTau?: number;
  /** How fast Mirostat learns, default 0.1. */
  readonly mirostatEta?: number;
  /** Prefer tokens of about this probability, in [0, 1]; negative is off. */
  readonly adaptiveTarget?: number;
  /** How much of what was drawn before counts for that, in [0, 0.99], default 0.9. */
  readonly adaptiveDecay?: number;
  /** DRY: the penalty of a token that would make a repetition too long by one; 0 is off. */
  readonly dryMultiplier?: number;
  /** How much more each further token of a repetition costs, at least 1, default 1.75. */
  readonly dryBase?: number;
  /** How long a repetition may be at no cost, default 2. */
  readonly dryAllowedLength?: number;
  /** Among how many of the last tokens DRY looks for repetitions; -1, the default: all. */
  readonly dryWindow?: number;
  /** No repetition reaches beyond these texts; default line end, colon, quote and asterisk. */
  readonly dryBreakers?: readonly string[];
  /** Subtracted per earlier occurrence in the generated text. */
  readonly frequencyPenalty?: number;
  /** Subtracted once for tokens that occur in the generated text. */
  readonly presencePenalty?: number;
  /** > 0; divides the logits of tokens seen in prompt or generated text; 1 is off. */
  readonly repetitionPenalty?: number;
  /** How many of the last tokens that looks at; -1, the default: all. */
  readonly repetitionWindow?: number;
  /** Any safe integer; equal seeds repeat a result. Left out: a fresh one each time. */
  readonly seed?: number;
  /** Added to the logit of a token id before anything else. */
  readonly logitBias?: ReadonlyMap<number, number>;
  /** Never choose an end-of-generation token. */
  readonly ignoreEndOfGeneration?: boolean;
  /** Neither end-of-generation tokens nor stop sequences end the text before this many. */
  readonly minTokens?: number;
}

/** An adapter by name, and how much of it: 1 as it was trained, 0 not at all. */
export interface AdapterUse {
  readonly name: string;
  /** Default 1. */
  readonly scale?: number;
}

/** What a text has to keep to, from its first character to its last. */
export interface Grammar {
  /**
   * A grammar in GBNF, llama.cpp's notation, whose rule `root` is the whole text. Left recursion
   * and references to tokens are not taken.
   */
  readonly gbnf: string;
}

/** How much the answer to a chat may reason. */
export interface ReasoningBudget {
  /**
   * Most tokens of reasoning per choice, as `numReasoningTokens` counts them; 0 ends it where it
   * begins. After that many, what ends reasoning in the chat template is written in the model's
   * place, and the answer goes on behind it. A character that has begun is let end first, which
   * takes up to three tokens more.
   *
   * No effect where it is not known between which texts the model reasons
   * (`chatCapabilities.reasoningBudget`), or where a grammar does not let it end.
   */
  readonly maxTokens: number;
  /** Written in front of that end, as a last thought, whose tokens count too; default: nothing. */
  readonly message?: string;
}

/** One thing asked of the engine. Plain data: it can be cloned into another process. */
export interface EngineRequest {
  readonly prompt: Prompt;
  /** How many independent continuations of the prompt; default 1. */
  readonly numChoices?: number;
  /** Most tokens to generate per choice; default: what is left of the context length. */
  readonly maxTokens?: number;
  readonly sampling?: SamplingParams;
  /** Texts that end a choice. The matched text is not part of the answer. */
  readonly stop?: readonly string[];
  /**
   * Only tokens that fit are chosen, and the end only where the text is complete. A choice whose
   * text can go on no further fails with `invalid-grammar`; one that reaches its length limit
   * ends there, complete or not.
   *
   * Of the answer to a chat, it is the content that keeps to it: reasoning may come before, where
   * the template has a place for it and `separatesReasoning` holds, and a call instead, where
   * tools may be called.
   */
  readonly grammar?: Grammar;
  /** Left out: the model reasons as long as it likes. */
  readonly reasoningBudget?: ReasoningBudget;
  /**
   * What the answers are likely to be, or a text that they are likely to repeat in large parts: they
   * come sooner where they do, and are the same where they do not. No effect without `canPredict`.
   */
  readonly prediction?: string;
  /**
   * Left out: no log probabilities. Otherwise each token comes with its own, and with
   * those of this many most probable alternatives.
   */
  readonly numLogprobs?: number;
  /** Requests of higher priority are served first and give way last; an integer, default 0. */
  readonly priority?: number;
  /**
   * Whom the work is for. Tenants that have work waiting get equal shares, times their weight,
   * however many requests each has sent. Default: nobody's, which is one tenant too.
   */
  readonly tenant?: string;
  /** > 0; default 1. */
  readonly tenantWeight?: number;
  /**
   * Only requests of the same scope find one another's prefixes in the cache, so that nobody can
   * tell by its speed what others asked. A name that clients cannot choose; default: everybody's.
   */
  readonly cacheScope?: string;
  /** Fails with `deadline-exceeded` if its first token has not come after so long. */
  readonly firstTokenDeadlineMs?: number;
  /** Adapters to apply together, by the names they were added under. */
  readonly adapters?: readonly AdapterUse[];
}
