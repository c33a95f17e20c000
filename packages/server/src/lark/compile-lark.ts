import { toContextFree } from './context-free.ts';
import { readLark } from './definitions.ts';
import { InputGrammarWriter } from './input-grammar.ts';
import { invalid, LarkFault, unsupported } from './lark-fault.ts';
import { withoutLeftRecursion } from './left-recursion.ts';
import { LexedLanguage } from './lexed-language.ts';
import { Lexing } from './lexing.ts';
import { withoutEndless } from './plain-productions.ts';
import { TerminalPatterns } from './terminal-patterns.ts';

/** A grammar in Lark to make one in GBNF of: plain data, for another thread. */
export interface LarkTask {
  readonly lark: string;
  /** The name of the one argument of a call, whose text is held to the grammar. */
  readonly argument: string;
}

export type CompiledLark =
  | { readonly kind: 'grammar'; readonly gbnf: string }
  | {
      readonly kind: 'fault';
      readonly message: string;
      /** Whether the grammar is right and cannot be enforced. */
      readonly isUnsupported: boolean;
    };

const maxLength = 500_000;

/** Checks a grammar in Lark's notation and makes a grammar in GBNF of it. */
export function compileLark({ lark, argument }: LarkTask): CompiledLark {
  try {
    return { kind: 'grammar', gbnf: toInputGrammar(lark, argument) };
  } catch (error) {
    if (!(error instanceof LarkFault)) throw error;
    const { message, kind } = error;
    return { kind: 'fault', message, isUnsupported: kind === 'unsupported' };
  }
}

/**
 * A grammar in GBNF of calls with one argument, a text that Lark takes: with its Earley parser, as
 * it is by default, and, unless nothing would be left, with its LALR parser, where that
 * takes the grammar.
 *
 * @throws LarkFault
 */
function toInputGrammar(lark: string, argument: string): string {
  if (lark.length > maxLength) throw unsupported(`more than ${maxLength} characters`);
  const read = readLark(lark);
  const patterns = new TerminalPatterns(read);
  const written = toContextFree(read, patterns);
  const { rules } = withoutLeftRecursion(withoutEndless(written));
  const grammar = { ...written, rules };
  for (const isForLalr of [true, false]) {
    const lexing = new Lexing(grammar, patterns, { isForLalr });
    const language = new LexedLanguage(grammar, lexing);
    const gbnf = new InputGrammarWriter(language).write(argument);
    if (gbnf !== undefined) return gbnf;
  }
  throw invalid('no text fits it');
}
