import type { ChatPrompt, EngineRequest, ModelInfo } from '@samewire/engine';
import type { ChatCompletionRequest } from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';
import type { ServerConfig } from '../server-config.ts';
import { withoutMissing } from './sampling-params.ts';
import { thinkingSwitch } from './thinking-switch.ts';

/** In the order in which they win: llama.cpp's two names of one thing, and vLLM's. */
const budgetFields = [
  'reasoning_budget_tokens',
  'thinking_budget_tokens',
  'thinking_token_budget',
] as const;

type BudgetFields = Partial<
  Pick<ChatCompletionRequest, (typeof budgetFields)[number] | 'reasoning_budget_message'>
>;

/** What a request says about how much the model may reason. */
export interface ReasoningWish {
  /** Most tokens; -1 is without limit. Left out: what the server has. */
  readonly maxTokens?: number;
  /** Left out: what the server has. */
  readonly message?: string;
  /** The field that says how many, to be named if that cannot be done. */
  readonly param?: string;
}

export function toReasoningWish(body: BudgetFields): ReasoningWish {
  const param = budgetFields.find((name) => body[name] != null);
  if (param === undefined && body.reasoning_budget_message == null) return {};
  return withoutMissing({
    maxTokens: param && body[param],
    message: body.reasoning_budget_message,
    param,
  });
}

/** How much the model may reason: what a request says, and where it says nothing the server. */
export class ReasoningPolicy {
  readonly #maxTokens: number;
  readonly #message: string | undefined;

  constructor(config: Pick<ServerConfig, 'reasoningBudget' | 'reasoningBudgetMessage'>) {
    this.#maxTokens = config.reasoningBudget ?? -1;
    this.#message = config.reasoningBudgetMessage;
  }

  /**
   * The same request with its budget.
   *
   * @param model undefined while it is loading, when the engine refuses anyway
   * @throws WireError as `requireBudgetSupport`
   */
  bound(
    request: EngineRequest,
    wish: ReasoningWish,
    model: ModelInfo | undefined,
  ): EngineRequest {
    const { prompt } = request;
    if (prompt.kind !== 'chat') return request;
    requireBudgetSupport(wish, model);
    const { maxTokens = this.#maxTokens, message = this.#message } = wish;
    if (maxTokens < 0) return request;
    return {
      ...request,
      prompt: this.shown(prompt, wish),
      reasoningBudget: { maxTokens, ...withoutMissing({ message }) },
    };
  }

  /**
   * The conversation as the model gets to see it. Where no reasoning is wanted, the template is
   * told, so that one with a switch writes a prompt for an answer without any.
   */
  shown<Prompt extends Omit<ChatPrompt, 'kind'>>(
    prompt: Prompt,
    { maxTokens = this.#maxTokens }: ReasoningWish,
  ): Prompt {
    if (maxTokens !== 0) return prompt;
    const templateKwargs = { ...thinkingSwitch(false), ...prompt.templateKwargs };
    return { ...prompt, templateKwargs };
  }
}

/** @throws WireError for a budget of the request's that the model cannot be held to */
export function requireBudgetSupport(
  { maxTokens = -1, param }: ReasoningWish,
  model: ModelInfo | undefined,
): void {
  if (maxTokens < 0 || param === undefined || model === undefined) return;
  // A model that does not reason keeps to any budget.
  const { reasoning, reasoningBudget } = model.chatCapabilities;
  if (!reasoning || reasoningBudget) return;
  throw new WireError(
    `Unsupported parameter: '${param}' is not supported with this model.`,
    { param, code: 'unsupported_parameter' },
  );
}
