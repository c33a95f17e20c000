import { Type } from 'typebox';
import { extension } from './request-field.ts';
import { orNull } from './shapes.ts';

const budget = orNull(Type.Integer({ minimum: -1, maximum: 2_147_483_647 }));

/** Fields of llama.cpp and vLLM that bound what a model reasons. They go where chats are answered. */
export const reasoningFields = {
  reasoning_budget_tokens: extension(
    budget,
    'Most tokens of reasoning per choice; then it is closed, and the answer goes on. 0 is none, ' +
      '-1 without limit. Default: `reasoning-budget`.',
  ),
  thinking_budget_tokens: extension(
    budget,
    "llama.cpp's other name of `reasoning_budget_tokens`, which wins if both are given.",
  ),
  thinking_token_budget: extension(budget, "vLLM's name of it, which comes last."),
  reasoning_budget_message: extension(
    orNull(Type.String({ maxLength: 4096 })),
    'Written as a last thought where the budget closes reasoning. Its tokens count as reasoning ' +
      'too. Default: `reasoning-budget-message`.',
  ),
};
