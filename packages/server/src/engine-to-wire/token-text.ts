import { isUtf8 } from 'node:buffer';

/**
 * A token's bytes as the text of a log probability. A token that is only part of a
 * character has no text; its bytes are spelled out as OpenAI does it: `\xf0\x9f`.
 */
export function tokenText(bytes: Uint8Array): string {
  return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : spellBytes(bytes);
}

function spellBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}
