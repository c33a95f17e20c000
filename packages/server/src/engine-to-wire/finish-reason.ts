import type { FinishReason } from '@samewire/engine';

/**
 * Why a choice ended, in OpenAI's words. A cancelled choice has no word: its client is
 * gone, and where it is not, the cut looks like any other limit.
 */
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
