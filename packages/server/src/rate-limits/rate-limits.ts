import type { FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { WireError } from '../errors/wire-error.ts';
import type { OwnRequests } from '../plugins/own-requests.ts';
import { wireFamilyOf } from '../wire-family.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { goDuration } from './go-duration.ts';
import { MinuteAllowance } from './minute-allowance.ts';

/** What each owner of an API key may use per minute; left out: without limit. */
export interface RateLimits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

type Kind = 'requests' | 'tokens';

interface Limit {
  readonly kind: Kind;
  readonly allowance: MinuteAllowance;
}

const unitOf = {
  requests: 'requests per min (RPM)',
  tokens: 'tokens per min (TPM)',
} as const;

/**
 * Refuses requests to a model that are over the limits of their owner, and says in headers
 * how much of them is left. Tokens are those of the prompt by its length and the most that
 * the answer may have: what it really takes is known too late.
 */
export const rateLimits = fastifyPlugin<{
  limits: RateLimits;
  model: string;
  ownRequests: OwnRequests;
}>((server, { limits, model, ownRequests }, done) => {
  const limitsOfOwners = new Map<string, readonly Limit[]>();
  // After the body is read, and before it is checked: faulty requests count as well.
  server.addHook('preValidation', (request, reply, next) => {
    if (request.routeOptions.config.endpoint === undefined) return next();
    // Batches have a limit of their own: how many run at once.
    if (ownRequests.ownerOf(request) !== undefined) return next();
    const now = performance.now();
    const known = limitsOfOwners.get(request.owner);
    const ownLimits = known ?? createLimits(limits, now);
    if (known === undefined) limitsOfOwners.set(request.owner, ownLimits);
    const error = useLimits(ownLimits, request, model, now);
    for (const limit of ownLimits) addHeaders(reply, limit, now);
    return next(error);
  });
  done();
});

function createLimits(limits: RateLimits, now: number): Limit[] {
  const { requestsPerMinute, tokensPerMinute } = limits;
  return [
    ...(requestsPerMinute === undefined
      ? []
      : [{ kind: 'requests' as const, perMinute: requestsPerMinute }]),
    ...(tokensPerMinute === undefined
      ? []
      : [{ kind: 'tokens' as const, perMinute: tokensPerMinute }]),
  ].map(({ kind, perMinute }) => ({
    kind,
    allowance: new MinuteAllowance(perMinute, now),
  }));
}

function useLimits(
  limits: readonly Limit[],
  request: FastifyRequest,
  model: string,
  now: number,
): WireError | undefined {
  const uses = limits.map(({ kind, allowance }) => ({
    kind,
    allowance,
    amount: kind === 'requests' ? 1 : estimateTokens(request),
  }));
  for (const { kind, allowance, amount } of uses) {
    const { perMinute } = allowance;
    if (amount > perMinute)
      return new WireError(
        `Request too large for ${model} on ${unitOf[kind]}: Limit ${perMinute}, Requested ` +
          `${amount}. The input or output tokens must be reduced in order to run successfully.`,
        { status: 429, type: kind, code: 'rate_limit_exceeded' },
      );
    const waitMs = allowance.waitFor(amount, now);
    if (waitMs > 0)
      return new WireError(
        `Rate limit reached for ${model} on ${unitOf[kind]}: Limit ${perMinute}, Used ` +
          `${Math.ceil(perMinute - allowance.leftAt(now))}, Requested ${amount}. ` +
          `Please try again in ${goDuration(waitMs)}.`,
        { status: 429, type: kind, code: 'rate_limit_exceeded', retryAfterMs: waitMs },
      );
  }
  for (const { allowance, amount } of uses) allowance.take(amount, now);
  return undefined;
}

function addHeaders(reply: FastifyReply, { kind, allowance }: Limit, now: number): void {
  const limit = String(allowance.perMinute);
  const remaining = String(Math.floor(allowance.leftAt(now)));
  const resetMs = allowance.resetAfter(now);
  if (wireFamilyOf(reply.request.url) === 'anthropic')
    reply.headers({
      [`anthropic-ratelimit-${kind}-limit`]: limit,
      [`anthropic-ratelimit-${kind}-remaining`]: remaining,
      [`anthropic-ratelimit-${kind}-reset`]: new Date(Date.now() + resetMs)
        .toISOString()
        .replace(/\.\d+Z$/, 'Z'),
    });
  else
    reply.headers({
      [`x-ratelimit-limit-${kind}`]: limit,
      [`x-ratelimit-remaining-${kind}`]: remaining,
      [`x-ratelimit-reset-${kind}`]: goDuration(resetMs),
    });
}
