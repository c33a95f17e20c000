import { jsonCharacters } from '../json-schema/grammar-text.ts';
import { union } from '../json-schema/text/char-set.ts';
import type { GrammarSymbol, Production } from './context-free.ts';
import { unsupported } from './lark-fault.ts';
import type { LexedLanguage, TokenPlace } from './lexed-language.ts';
import type { TerminalSet } from './neighbours.ts';
import type { Obligation } from './obligations.ts';

const maxRules = 60_000;
const maxGrammarLength = 3_000_000;

/** Borders of a set of characters that is worth a rule of its own. */
const longSet = 20;

/** Obligations of which any may be left. */
type Exits = ReadonlySet<Obligation>;

/**
 * A grammar in GBNF of the arguments of a call whose one argument, a text, is of a language. Every
 * rule stands for a symbol, for the obligation before it, and for those that it may leave. Where
 * obligations come to the same, they are one, so that few rules can be meant at once.
 */
export class InputGrammarWriter {
  readonly #language: LexedLanguage;
  readonly #rules = new Map<string, string>();
  readonly #names = new Map<string, string>();
  /** What is named already and not yet written. */
  readonly #open: (() => void)[] = [];
  readonly #classes = new Map<string, string>();
  readonly #leading = new Map<string, Map<string, ReadonlySet<string>>>();
  #length = 0;

  constructor(language: LexedLanguage) {
    this.#language = language;
  }

  /** @return undefined if no text is in the language */
  write(argument: string): string | undefined {
    const language = this.#language;
    const starts = [...language.starts].filter(
      (start) => language.exitsOf(0, start).size > 0,
    );
    if (starts.length === 0) return undefined;
    const ways = starts.map((start) =>
      sequence(
        this.#ignored(0, language.lexing.neighbours.first, new Set([start])),
        this.#symbol(0, start, language.exitsOf(0, start)),
      ),
    );
    const open = JSON.stringify(JSON.stringify(argument));
    this.#define('ws', '([ ] | "\\n" [ \\t]{0,20})?');
    this.#define('text', ways.join(' | '));
    this.#define('root', `"{" ws ${open} ws ":" ws "\\"" text "\\"" ws "}"`);
    for (let write = this.#open.pop(); write !== undefined; write = this.#open.pop())
      write();
    return `${Array.from(this.#rules, ([name, body]) => `${name} ::= ${body}`).join('\n')}\n`;
  }

  #symbol(symbol: GrammarSymbol, before: Obligation, after: Exits): string {
    if (symbol < 0) {
      const next = this.#language.lexing.neighbours.after[~symbol]!;
      return this.#tokenPlace(~symbol, { state: 0, obligation: before }, next, after);
    }
    return this.#rule(`r${symbol}-${before}-${keyOf(after)}`, () =>
      (this.#language.grammar.rules[symbol] ?? []).flatMap((production, index) =>
        this.#production(`${symbol}-${index}`, production, before, after),
      ),
    );
  }

  /** The ways through a production, none or one: ways that part are a rule again. */
  #production(
    place: string,
    production: Production,
    before: Obligation,
    after: Exits,
  ): string[] {
    const language = this.#language;
    const isOpen = new Map<string, boolean>();
    const isWay = (at: number, from: Obligation): boolean => {
      if (at === production.length) return after.has(from);
      const key = `${at},${from}`;
      let known = isOpen.get(key);
      if (known === undefined) {
        known = [...language.exitsOf(production[at]!, from)].some((exit) =>
          isWay(at + 1, language.within(production, at + 1, exit)),
        );
        isOpen.set(key, known);
      }
      return known;
    };
    const rest = (at: number, from: Obligation): string => {
      const symbol = production[at];
      if (symbol === undefined) return '';
      const isLast = at === production.length - 1;
      const exits = [...language.exitsOf(symbol, from)].map((exit) => ({
        exit,
        to: language.within(production, at + 1, exit),
      }));
      const ways = Map.groupBy(
        exits.filter(({ to }) => isWay(at + 1, to)),
        ({ to }) => (isLast ? 0 : to),
      );
      const written = () =>
        Array.from(ways, ([to, those]) =>
          sequence(
            this.#symbol(symbol, from, new Set(those.map(({ exit }) => exit))),
            rest(at + 1, to),
          ),
        );
      if (ways.size === 1) return written()[0]!;
      return this.#rule(`p${place}-${at}-${from}-${keyOf(after)}`, written);
    };
    return isWay(0, before) ? [rest(0, before) || '""'] : [];
  }

  /**
   * A place in a terminal, up to its end and through what is ignored behind it.
   *
   * @param next what may come behind that
   */
  #tokenPlace(
    terminal: number,
    place: TokenPlace,
    next: TerminalSet,
    after: Exits,
  ): string {
    const language = this.#language;
    const key = `${terminal}-${place.state}-${place.obligation}-${next.join()}-${keyOf(after)}`;
    return this.#rule(`a${key}`, () => {
      const leading = this.#placesLeading(terminal, place, next, after);
      const steps = language
        .stepsFrom(terminal, place)
        .filter((step) => leading.has(nameOf(step.next)));
      const ways = Array.from(
        Map.groupBy(steps, (step) => nameOf(step.next)).values(),
        (those) =>
          sequence(
            this.#class(those.map(({ part }) => part)),
            this.#tokenPlace(terminal, those[0]!.next, next, after),
          ),
      );
      const end = language.exitAt(terminal, place);
      if (end !== undefined && this.#leads(end, next, after))
        ways.push(this.#ignored(end, next, after) || '""');
      return ways;
    });
  }

  /** The places, of those that can be reached, from which a terminal can end as it has to. */
  #placesLeading(
    terminal: number,
    start: TokenPlace,
    next: TerminalSet,
    after: Exits,
  ): ReadonlySet<string> {
    const language = this.#language;
    const key = `${terminal}-${next.join()}-${keyOf(after)}`;
    let known = this.#leading.get(key);
    if (known === undefined) this.#leading.set(key, (known = new Map()));
    const found = known.get(nameOf(start));
    if (found !== undefined) return found;
    const places = new Map([[nameOf(start), start]]);
    const sources = new Map<string, string[]>();
    const leading = new Set<string>();
    for (const [name, place] of places) {
      const end = language.exitAt(terminal, place);
      if (end !== undefined && this.#leads(end, next, after)) leading.add(name);
      for (const step of language.stepsFrom(terminal, place)) {
        const to = nameOf(step.next);
        if (!places.has(to)) places.set(to, step.next);
        const before = sources.get(to);
        if (before === undefined) sources.set(to, [name]);
        else before.push(name);
      }
    }
    for (const each of leading)
      for (const source of sources.get(each) ?? []) leading.add(source);
    for (const each of places.keys()) known.set(each, leading);
    return leading;
  }

  #leads(from: Obligation, next: TerminalSet, after: Exits): boolean {
    for (const exit of this.#language.exitsOfIgnored(from, next))
      if (after.has(exit)) return true;
    return false;
  }

  /** Ignored terminals, however many; the empty text if there can be none. */
  #ignored(before: Obligation, next: TerminalSet, after: Exits): string {
    const language = this.#language;
    const ways = language.grammar.ignored.filter((terminal) =>
      [...language.exitsOfToken(terminal, before)].some((exit) =>
        this.#leads(exit, next, after),
      ),
    );
    if (ways.length === 0) return '';
    const place: TokenPlace = { state: 0, obligation: before };
    return this.#rule(`i${before}-${next.join()}-${keyOf(after)}`, () => [
      ...(after.has(language.lexing.before(before, next)) ? ['""'] : []),
      ...ways.map((terminal) => this.#tokenPlace(terminal, place, next, after)),
    ]);
  }

  /** One character out of parts of the alphabet, as a string of JSON has it. */
  #class(parts: readonly number[]): string {
    const key = parts.join();
    let text = this.#classes.get(key);
    if (text === undefined) {
      const { lexing } = this.#language;
      const isLong = (part: number) => lexing.charactersOf(part).length > longSet;
      const short = parts.filter((part) => !isLong(part));
      const written = [
        ...jsonCharacters(union(...short.map((part) => lexing.charactersOf(part)))),
        ...parts.filter(isLong).map((part) => this.#longClass(part)),
      ];
      text = written.length === 1 ? written[0]! : `(${written.join(' | ')})`;
      this.#classes.set(key, text);
    }
    return text;
  }

  #longClass(part: number): string {
    return this.#rule(`c${part}`, () =>
      jsonCharacters(this.#language.lexing.charactersOf(part)),
    );
  }

  /** The name of a rule that is written later. */
  #rule(key: string, alternatives: () => readonly string[]): string {
    let name = this.#names.get(key);
    if (name === undefined) {
      name = `n${this.#names.size}`;
      this.#names.set(key, name);
      const given = name;
      this.#open.push(() => this.#define(given, alternatives().join(' | ')));
    }
    return name;
  }

  #define(name: string, body: string): void {
    this.#length += name.length + body.length + 6;
    if (this.#rules.size >= maxRules || this.#length > maxGrammarLength)
      throw unsupported('a grammar this large');
    this.#rules.set(name, body);
  }
}

function sequence(...parts: readonly string[]): string {
  return parts.filter(Boolean).join(' ');
}

function keyOf(exits: Exits): string {
  return [...exits].toSorted((a, b) => a - b).join('_');
}

function nameOf({ state, obligation }: TokenPlace): string {
  return `${state},${obligation}`;
}
