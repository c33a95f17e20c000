import type { EngineRequest } from '@samewire/engine';

/**
 * A request as one of its owner's (plugins/request-owner.ts): each owner gets a fair share of the
 * engine, and none can tell by the speed of an answer what another has asked before.
 */
export function forOwner(request: EngineRequest, owner: string): EngineRequest {
  return owner === '' ? request : { ...request, tenant: owner, cacheScope: owner };
}
