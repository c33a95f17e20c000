import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

const tokenHeader = 'x-samewire-own-request';
const ownerHeader = 'x-samewire-owner';

/**
 * Requests that the server makes of itself, in the name of an owner whose key it does not
 * have. They are known by a secret that never leaves the process.
 */
export class OwnRequests {
  readonly #token = randomBytes(32);

  headersFor(owner: string): Record<string, string> {
    return { [tokenHeader]: this.#token.toString('hex'), [ownerHeader]: owner };
  }

  /** In whose name the request is; undefined if somebody else makes it. */
  ownerOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
    const given = headers[tokenHeader];
    if (typeof given !== 'string') return undefined;
    const token = Buffer.from(given, 'hex');
    if (token.length !== this.#token.length || !timingSafeEqual(token, this.#token))
      return undefined;
    const owner = headers[ownerHeader];
    return typeof owner === 'string' ? owner : '';
  }
}
