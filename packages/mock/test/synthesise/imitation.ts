import { signatureOf, type StructureSignature } from '@samewire/mock/drift';
import { profile, synthesise } from '@samewire/mock/synthesise';
import { comparable } from './comparable.ts';
import { namedVariants, profileIdOf } from './profile-of.ts';
import type { RecordedExchange } from './recordings/exchange.ts';
import { requestOf } from './recordings/request-of.ts';
import { scenarioOf } from './recordings/scenario-of.ts';

/** A recorded answer and the synthesiser's answer to the same request, reduced alike. */
export interface Imitation {
  readonly recorded: StructureSignature;
  readonly synthesised: StructureSignature;
}

/** Has a provider's profile say what a recording says. */
export function imitate(exchange: RecordedExchange, number = 0): Imitation {
  const answer = synthesise({
    profile: profile(profileIdOf(exchange)),
    scenario: scenarioOf(exchange),
    request: requestOf(exchange),
    variants: namedVariants(exchange, number),
  });
  const body = Buffer.concat(answer.chunks.map(({ bytes }) => bytes));
  return {
    recorded: comparable(signatureOf(exchange), exchange),
    synthesised: comparable(signatureOf({ ...answer, body }), exchange),
  };
}
