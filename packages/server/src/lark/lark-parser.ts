import { invalid, shown, unsupported } from './lark-fault.ts';
import type { LarkDefinition, LarkExpression, LarkStatement } from './lark-syntax.ts';
import { type LarkToken, type LarkTokenKind, readTokens } from './lark-tokens.ts';

const maxNesting = 100;
const maxRepetitions = 5000;

/**
 * The statements of a grammar in Lark's notation.
 *
 * @throws LarkFault
 */
export function parseLark(text: string): LarkStatement[] {
  return new LarkParser(readTokens(text)).parse();
}

class LarkParser {
  readonly #tokens: readonly LarkToken[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly LarkToken[]) {
    this.#tokens = tokens;
  }

  parse(): LarkStatement[] {
    const statements: LarkStatement[] = [];
    while (this.#next.kind !== 'end') {
      if (this.#next.kind === 'line-end') this.#at++;
      else statements.push(this.#statement());
    }
    return statements;
  }

  get #next(): LarkToken {
    return this.#tokens[this.#at]!;
  }

  #statement(): LarkStatement {
    const { kind, text, line } = this.#next;
    if (kind !== 'directive') return { kind: 'define', definition: this.#definition() };
    this.#at++;
    switch (text) {
      case '%ignore': {
        const body = this.#alternatives();
        this.#expectLineEnd();
        return { kind: 'ignore', body, line };
      }
      case '%import':
        return this.#import(line);
      case '%override':
        return { kind: 'override', definition: this.#definition() };
      case '%extend':
        return { kind: 'extend', definition: this.#definition() };
      default:
        throw unsupported(`${shown(text)} is not supported`, line);
    }
  }

  #import(line: number): LarkStatement {
    if (this.#next.text === '.')
      throw unsupported("only 'common' can be imported from", line);
    const path = [this.#name()];
    while (this.#takes('.')) path.push(this.#name());
    const names = new Map<string, string>();
    if (this.#takes('(')) {
      do {
        const name = this.#name();
        names.set(name, name);
      } while (this.#takes(','));
      this.#expect(')');
    } else {
      const name = path.pop() ?? '';
      if (path.length === 0) throw invalid("expected a name, as in 'common.WS'", line);
      names.set(this.#takes('->') ? this.#name() : name, name);
    }
    this.#expectLineEnd();
    return { kind: 'import', path, names, line };
  }

  #definition(): LarkDefinition {
    let isRule = false;
    while (this.#takes('?') || this.#takes('!')) isRule = true;
    const { line } = this.#next;
    const name = isRule ? this.#take('rule', 'the name of a rule') : this.#name();
    if (name.startsWith('__'))
      throw invalid(`names such as '${name}' that begin with '__' are reserved`, line);
    const parameters: string[] = [];
    if (this.#takes('{')) {
      do parameters.push(this.#take('rule', 'the name of a parameter'));
      while (this.#takes(','));
      this.#expect('}');
    }
    const priority = this.#takes('.') ? Number(this.#take('number', 'a priority')) : 0;
    this.#expect(':');
    const body = this.#alternatives();
    this.#expectLineEnd();
    return { name, parameters, priority, body, line };
  }

  #alternatives(): LarkExpression {
    if (this.#depth >= maxNesting)
      throw invalid(`more than ${maxNesting} levels of nesting`, this.#next.line);
    this.#depth++;
    const parts = [this.#alternative()];
    while (this.#takes('|')) parts.push(this.#alternative());
    this.#depth--;
    return parts.length === 1 ? parts[0]! : { kind: 'alternatives', parts };
  }

  #alternative(): LarkExpression {
    const parts: LarkExpression[] = [];
    for (let atom = this.#atom(); atom !== undefined; atom = this.#atom())
      parts.push(this.#repeated(atom));
    // How a tree calls it says nothing about what is valid.
    if (this.#takes('->')) this.#take('rule', 'the name of an alias');
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  #repeated(inner: LarkExpression): LarkExpression {
    const { line } = this.#next;
    const repeat = (min: number, max: number): LarkExpression => {
      return { kind: 'repeat', inner, min, max, line };
    };
    if (this.#takes('?')) return repeat(0, 1);
    if (this.#takes('*')) return repeat(0, Infinity);
    if (this.#takes('+')) return repeat(1, Infinity);
    if (!this.#takes('~')) return inner;
    const min = this.#count();
    const max = this.#takes('..') ? this.#count() : min;
    if (max < min)
      throw invalid(`the repetition ${min}..${max} ends before it begins`, line);
    return repeat(min, max);
  }

  #count(): number {
    const { line } = this.#next;
    const count = Number(this.#take('number', 'a number of repetitions'));
    if (count < 0) throw invalid('a repetition cannot be negative', line);
    if (count > maxRepetitions)
      throw unsupported(`more than ${maxRepetitions} repetitions`, line);
    return count;
  }

  #atom(): LarkExpression | undefined {
    const { kind, text, line } = this.#next;
    if (this.#takes('(')) {
      const inner = this.#alternatives();
      this.#expect(')');
      return inner;
    }
    if (this.#takes('[')) {
      const inner = this.#alternatives();
      this.#expect(']');
      return { kind: 'repeat', inner, min: 0, max: 1, line };
    }
    if (kind === 'string' || kind === 'regexp') {
      this.#at++;
      if (kind === 'string' && this.#takes('..')) return this.#range(text, line);
      return { kind: 'literal', form: kind, text, line };
    }
    if (kind === 'rule' || kind === 'terminal') return this.#reference();
    return undefined;
  }

  #range(first: string, line: number): LarkExpression {
    const last = this.#take('string', 'the end of a range');
    if (first.endsWith('i') || last.endsWith('i'))
      throw unsupported("a range with the flag 'i'", line);
    return { kind: 'range', from: first.slice(1, -1), to: last.slice(1, -1), line };
  }

  #reference(): LarkExpression {
    const { text: name, line } = this.#next;
    this.#at++;
    const templateArguments: LarkExpression[] = [];
    if (this.#takes('{')) {
      do {
        const { kind, line: at } = this.#next;
        const argument = ['[', '('].includes(this.#next.text)
          ? undefined
          : this.#nested();
        if (argument === undefined)
          throw invalid(`expected what a template is given, got ${shown(kind)}`, at);
        templateArguments.push(argument);
      } while (this.#takes(','));
      this.#expect('}');
    }
    return { kind: 'name', name, templateArguments, line };
  }

  /** An atom inside of another. */
  #nested(): LarkExpression | undefined {
    if (this.#depth >= maxNesting)
      throw invalid(`more than ${maxNesting} levels of nesting`, this.#next.line);
    this.#depth++;
    const atom = this.#atom();
    this.#depth--;
    return atom;
  }

  #name(): string {
    if (this.#next.kind === 'terminal') return this.#take('terminal', 'a name');
    return this.#take('rule', 'the name of a rule or a terminal');
  }

  #take(kind: LarkTokenKind, what: string): string {
    const { kind: found, text, line } = this.#next;
    if (found !== kind)
      throw invalid(`expected ${what}, got ${described(this.#next)}`, line);
    this.#at++;
    return text;
  }

  #takes(sign: string): boolean {
    if (this.#next.kind !== 'sign' || this.#next.text !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#takes(sign))
      throw invalid(`expected '${sign}', got ${described(this.#next)}`, this.#next.line);
  }

  #expectLineEnd(): void {
    if (this.#next.kind !== 'line-end')
      throw invalid(`unexpected ${described(this.#next)}`, this.#next.line);
  }
}

function described({ kind, text }: LarkToken): string {
  if (kind === 'line-end') return 'the end of the line';
  return kind === 'end' ? 'the end of the grammar' : shown(text);
}
