import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { WireError } from '../errors/wire-error.ts';

const cipher = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** Text for a client to keep and to send back; only the same server and owner can open it. */
export function sealText(text: string, key: Buffer, owner: string): string {
  const nonce = randomBytes(nonceLength);
  const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString('base64url');
}

/** @throws WireError `invalid_encrypted_content` for what was not sealed here, or not whole */
export function openText(sealed: string, key: Buffer, owner: string): string {
  try {
    const bytes = Buffer.from(sealed, 'base64url');
    const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceLength), {
      authTagLength: tagLength,
    })
      .setAAD(Buffer.from(owner))
      .setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
    const rest = bytes.subarray(nonceLength + tagLength);
    return Buffer.concat([opening.update(rest), opening.final()]).toString('utf8');
  } catch {
    throw new WireError(
      'The encrypted content of a compaction item could not be verified: it was not made ' +
        'by this server for this API key, or it was changed.',
      { param: 'input', code: 'invalid_encrypted_content' },
    );
  }
}
