import type { TokenLogprob, TokenProbability } from '../wire/chat-wire.ts';

const encoder = new TextEncoder();

function bytesOf({ token, bytes }: TokenProbability): Uint8Array {
  return bytes ? Uint8Array.from(bytes) : encoder.encode(token);
}

/** The text that tokens make together; a character may be spread over several of them. */
export function joinTokens(tokens: readonly TokenLogprob[]): string {
  const decoder = new TextDecoder();
  const pieces = tokens.map((token) => decoder.decode(bytesOf(token), { stream: true }));
  return pieces.join('') + decoder.decode();
}

/** A token by itself: its text, or its bytes where they are no whole characters. */
export function tokenLabel(token: TokenProbability): string {
  const bytes = bytesOf(token);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  }
}

/** The label with its blanks made visible, for lists. */
export function visibleLabel(token: TokenProbability): string {
  return tokenLabel(token)
    .replaceAll(' ', '·')
    .replaceAll('\n', '↵')
    .replaceAll('\t', '⇥');
}
