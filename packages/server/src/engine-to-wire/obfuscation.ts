import { randomBytes } from 'node:crypto';

const blockLength = 16;
const noise = randomBytes(3072).toString('base64url');
let position = 0;

/**
 * The end of a chunk's JSON text, with a pad that makes its length a multiple of 16
 * characters. Over an encrypted connection the size of a packet would otherwise tell the
 * length of the token in it, and the lengths of the tokens tell a good deal of the text.
 */
export function obfuscationEnding(chunkLength: number): string {
  const length = blockLength - (chunkLength % blockLength);
  position = (position + 7) % (noise.length - blockLength);
  return `,"obfuscation":"${noise.slice(position, position + length)}"}`;
}
