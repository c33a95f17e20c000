import type {
  ChatContentPart,
  ChatMessage,
  ChatPrompt,
  ChatTool,
  EngineRequest,
  InfillPrompt,
  SamplingParams,
} from '../engine-request.ts';
import type {
  NativeChat,
  NativeChatMessage,
  NativeChatPart,
  NativeGrammar,
  NativeInfill,
  NativePrompt,
  NativeRequest,
  NativeSampling,
} from './binding.ts';

/** What is made of parts of a request beside its prompt. */
interface NativeParts {
  /** Of a chat there is none: it is part of its answer's form. */
  readonly grammar?: NativeGrammar | undefined;
  readonly prediction?: Int32Array | undefined;
}

/** A request whose texts are tokenised and whose grammar is compiled, in the form the addon takes. */
export function toNativeRequest(
  request: EngineRequest,
  { tokens, media, branchPoints, answerForm }: NativePrompt,
  { grammar, prediction }: NativeParts = {},
): NativeRequest {
  const {
    prompt: _prompt,
    grammar: _grammar,
    prediction: _prediction,
    reasoningBudget,
    sampling,
    ...rest
  } = request;
  return defined({
    ...rest,
    reasoningBudget: reasoningBudget?.maxTokens,
    prompt: tokens,
    media,
    branchPoints,
    answerForm,
    grammar,
    prediction,
    sampling: toNativeSampling(sampling ?? {}),
  });
}

/** What the answer to a conversation has to keep to. */
type AnswerRules = Pick<EngineRequest, 'grammar' | 'reasoningBudget'>;

export function toNativeChat(
  chat: Omit<ChatPrompt, 'kind'>,
  { grammar, reasoningBudget }: AnswerRules = {},
): NativeChat {
  const kwargs = Object.entries(chat.templateKwargs ?? {});
  return defined({
    messages: chat.messages.map(toNativeMessage),
    tools: chat.tools?.map(toNativeTool),
    toolChoice: chat.toolChoice,
    parallelToolCalls: chat.parallelToolCalls,
    separatesReasoning: chat.separatesReasoning,
    reasoningMessage: reasoningBudget?.message,
    contentGrammar: grammar?.gbnf,
    templateKwargs: Object.fromEntries(
      kwargs.map(([name, value]) => [name, JSON.stringify(value ?? null)]),
    ),
  });
}

export function toNativeInfill({
  kind: _kind,
  prefix,
  ...rest
}: InfillPrompt): NativeInfill {
  return typeof prefix === 'string'
    ? { ...rest, prefix }
    : { ...rest, prefixTokens: prefix };
}

function toNativeSampling({ logitBias, seed, ...rest }: SamplingParams): NativeSampling {
  return defined({
    ...rest,
    seed: seed === undefined ? undefined : toUnsigned32(seed),
    logitBias: logitBias && Array.from(logitBias, ([token, bias]) => ({ token, bias })),
  });
}

function toNativeTool({
  name,
  description = '',
  parameters,
  argumentsGrammar,
  isAllowed,
}: ChatTool) {
  return defined({
    name,
    description,
    parameters: JSON.stringify(parameters ?? { type: 'object', properties: {} }),
    argumentsGrammar: argumentsGrammar?.gbnf,
    isAllowed,
  });
}

function toNativeMessage(message: ChatMessage): NativeChatMessage {
  const { role, content, reasoning, toolCalls, toolCallId, toolName } = message;
  const text =
    typeof content === 'string' ? { content } : { parts: content.map(toNativePart) };
  return defined({ role, ...text, reasoning, toolCalls, toolCallId, toolName });
}

function toNativePart(part: ChatContentPart): NativeChatPart {
  return part.type === 'text' ? { text: part.text } : part;
}

/** Any safe integer to the sampler's 32 bits: those within 32 bits stay as they are. */
function toUnsigned32(seed: number): number {
  const high = Math.floor(seed / 2 ** 32);
  // Spread by the golden ratio, so that neighbours above do not fall on neighbours below.
  return ((seed >>> 0) + Math.imul(high, 0x9e37_79b1)) >>> 0;
}

type Defined<Fields> = { [Key in keyof Fields]: Exclude<Fields[Key], undefined> };

/** Without the fields that are undefined: the addon takes an absent field as its default. */
export function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<Fields>;
}
