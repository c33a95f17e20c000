import type { FinishEvent } from '@samewire/engine';
import type { MessageStopReason } from '@samewire/shared-types';

/** Why an answer ended, in Anthropic's words. */
export function toMessageStop(
  { reason, stopSequence, numGeneratedTokens }: FinishEvent,
  maxTokens: number,
  hasCalls: boolean,
): { stop_reason: MessageStopReason; stop_sequence: string | null } {
  return {
    stop_reason: stopReason(),
    stop_sequence: reason === 'stop-sequence' ? (stopSequence ?? null) : null,
  };

  function stopReason(): MessageStopReason {
    switch (reason) {
      case 'stop-token':
        return hasCalls ? 'tool_use' : 'end_turn';
      case 'stop-sequence':
        return 'stop_sequence';
      case 'cancelled':
        return 'max_tokens';
      case 'length':
        return numGeneratedTokens < maxTokens
          ? 'model_context_window_exceeded'
          : 'max_tokens';
    }
  }
}
