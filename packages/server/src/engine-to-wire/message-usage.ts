import type { FinishEvent } from '@samewire/engine';
import type { MessageDeltaUsage, MessageUsage } from '@samewire/shared-types';

/** Before the answer: what the cache will save is not known yet. */
export function usageAtStart(
  numPromptTokens: number,
  serviceTier: MessageUsage['service_tier'],
): MessageUsage {
  return {
    input_tokens: numPromptTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    output_tokens: 0,
    service_tier: serviceTier,
  };
}

/** Anthropic counts cached tokens apart, not among the input tokens. */
export function usageAtEnd(
  numPromptTokens: number,
  { numCachedTokens, numGeneratedTokens, numReasoningTokens }: FinishEvent,
): MessageDeltaUsage {
  return {
    input_tokens: numPromptTokens - numCachedTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: numCachedTokens,
    output_tokens: numGeneratedTokens,
    ...(numReasoningTokens === 0
      ? {}
      : { output_tokens_details: { thinking_tokens: numReasoningTokens } }),
  };
}
