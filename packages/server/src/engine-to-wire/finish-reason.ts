import type { FinishReason } from '@samewire/engine';

/**
 * Why a choice ended, in OpenAI's words. A cancelled choice has no word: its client is
 * gone, and where it is not, the cut looks like any other limit.
 */
export function toChatFinishReason(
  reason: FinishReason,
  hasCalls: boolean,
  callsAreOlder: boolean,
): 'stop' | 'length' | 'tool_calls' | 'function_call' {
  // A call that a stop text or a limit cut off is none to make.
  if (!hasCalls || reason !== 'stop-token') return toWireFinishReason(reason);
  return callsAreOlder ? 'function_call' : 'tool_calls';
}

/** The same for answers without tools. */
export function toWireFinishReason(reason: FinishReason): 'stop' | 'length' {
  switch (reason) {
    case 'stop-token':
    case 'stop-sequence':
      return 'stop';
    case 'length':
    case 'cancelled':
      return 'length';
  }
}
