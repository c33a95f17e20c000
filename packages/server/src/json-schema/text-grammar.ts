import type { Facts } from './facts.ts';
import { jsonCharacters } from './grammar-text.ts';
import type { TextState } from './text/text-language.ts';
import type { GrammarWriter } from './grammar-writer.ts';

const quote = '"\\""';

/** A string of JSON whose text the facts allow. */
export function textRule(writer: GrammarWriter, facts: Facts): string {
  if (!writer.space.isOnlyLength(facts)) {
    const { space } = writer;
    return automatonRule(writer, space.automaton(space.language(facts)));
  }
  const { minLength, maxLength } = facts;
  if (minLength === 0 && maxLength === Infinity) return writer.shared('string');
  const most = maxLength === Infinity ? '' : maxLength;
  return `${quote} ${writer.shared('char')}{${minLength},${most}} ${quote}`;
}

/** A string of JSON whose text an automaton accepts: one rule for each of its states. */
export function automatonRule(
  writer: GrammarWriter,
  states: readonly TextState[],
): string {
  if (states.length === 0) return '[]';
  const prefix = writer.newName('t');
  const rule = (state: number) => `${prefix}-${state}`;
  states.forEach(({ isAccepting, edges }, index) => {
    const parts = isAccepting ? [quote] : [];
    for (const [to, set] of edges)
      for (const characters of jsonCharacters(set))
        parts.push(`${characters} ${rule(to)}`);
    writer.define(rule(index), parts.join(' | '));
  });
  return `${quote} ${rule(0)}`;
}
