import { argumentPieces, partsOf, piecesOf } from './pieces.ts';
import type { Scenario, TokenUsage } from './scenario.ts';

/**
 * The usage of a scenario: what it states, the rest counted from its pieces.
 *
 * @param promptText what was asked; four characters count as a token.
 */
export function usageOf(scenario: Scenario, promptText: string): TokenUsage {
  let completion = 0;
  let reasoning = 0;
  for (const part of [scenario, ...(scenario.others ?? [])].flatMap(partsOf)) {
    if ('reasoning' in part) reasoning += piecesOf(part.reasoning).length;
    else if ('text' in part) completion += piecesOf(part.text).length;
    else if ('refusal' in part) completion += piecesOf(part.refusal).length;
    else completion += 1 + argumentPieces(part.toolCall).length;
  }
  return {
    prompt: Math.ceil(promptText.length / 4),
    completion: completion + reasoning,
    cached: 0,
    reasoning,
    ...scenario.usage,
  };
}
