import type { ToolCallDelta, WireToolCall } from './chat-wire.ts';

/** The calls after one more part of one of them. */
export function addToolCallDelta(
  calls: readonly WireToolCall[],
  delta: ToolCallDelta,
): readonly WireToolCall[] {
  const at = delta.index ?? 0;
  const known = calls[at];
  const call: WireToolCall = {
    id: known?.id ?? delta.id ?? `call_${at}`,
    type: 'function',
    function: {
      name: (known?.function.name ?? '') + (delta.function?.name ?? ''),
      arguments: (known?.function.arguments ?? '') + (delta.function?.arguments ?? ''),
    },
  };
  return known === undefined ? [...calls, call] : calls.with(at, call);
}
