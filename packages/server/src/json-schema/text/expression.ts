import { type CharSet, charsOf, contains, anyChar, union } from './char-set.ts';

/**
 * A regular expression as a value, with intersection and complement: what is left of it after
 * a character is another one (Brzozowski's derivative). Equal expressions are one object.
 */
export interface Expression {
  readonly id: number;
  /** Whether the empty text fits. */
  readonly isNullable: boolean;
  readonly form: Form;
}

type Form =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly first: Expression; readonly rest: Expression }
  | { readonly kind: 'either'; readonly parts: readonly Expression[] }
  | { readonly kind: 'both'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly inner: Expression }
  | {
      readonly kind: 'repeat';
      readonly inner: Expression;
      readonly min: number;
      readonly max: number;
    };

/** Thrown when an expression cannot be worked out within the limits. */
export class TooComplex extends Error {}

const maxExpressions = 400_000;

/** Makes expressions, each only once. */
export class Expressions {
  readonly #known = new Map<string, Expression>();
  readonly #derived = new Map<number, Map<number, Expression>>();
  readonly nothing = this.#make('0', { kind: 'nothing' }, false);
  readonly empty = this.#make('1', { kind: 'empty' }, true);
  /** Every text there is. */
  readonly all = this.not(this.nothing);
  readonly anyChar = this.chars(anyChar);

  chars(set: CharSet): Expression {
    if (set.length === 0) return this.nothing;
    return this.#make(`c${set.join(',')}`, { kind: 'chars', set }, false);
  }

  text(text: string): Expression {
    return this.sequence(...Array.from(text, (char) => this.chars(charsOf(char))));
  }

  sequence(...parts: readonly Expression[]): Expression {
    return parts.reduceRight((rest, first) => this.#pair(first, rest), this.empty);
  }

  #pair(first: Expression, rest: Expression): Expression {
    if (first === this.nothing || rest === this.nothing) return this.nothing;
    if (first === this.empty) return rest;
    if (rest === this.empty) return first;
    if (first.form.kind === 'sequence')
      return this.#pair(first.form.first, this.#pair(first.form.rest, rest));
    const isNullable = first.isNullable && rest.isNullable;
    return this.#make(
      `s${first.id},${rest.id}`,
      { kind: 'sequence', first, rest },
      isNullable,
    );
  }

  either(...given: readonly Expression[]): Expression {
    const parts = new Set<Expression>();
    const sets: CharSet[] = [];
    for (const part of given.flatMap(partsOf('either'))) {
      if (part === this.all) return this.all;
      if (part.form.kind === 'chars') sets.push(part.form.set);
      else if (part !== this.nothing) parts.add(part);
    }
    if (sets.length > 0) parts.add(this.chars(union(...sets)));
    const sorted = [...parts].toSorted((a, b) => a.id - b.id);
    if (sorted.length <= 1) return sorted[0] ?? this.nothing;
    const isNullable = sorted.some((part) => part.isNullable);
    return this.#make(
      `e${sorted.map(({ id }) => id).join(',')}`,
      { kind: 'either', parts: sorted },
      isNullable,
    );
  }

  both(...given: readonly Expression[]): Expression {
    const parts = new Set<Expression>();
    for (const part of given.flatMap(partsOf('both'))) {
      if (part === this.nothing) return this.nothing;
      if (part !== this.all) parts.add(part);
    }
    const sorted = [...parts].toSorted((a, b) => a.id - b.id);
    if (sorted.length <= 1) return sorted[0] ?? this.all;
    const isNullable = sorted.every((part) => part.isNullable);
    return this.#make(
      `b${sorted.map(({ id }) => id).join(',')}`,
      { kind: 'both', parts: sorted },
      isNullable,
    );
  }

  not(inner: Expression): Expression {
    if (inner.form.kind === 'not') return inner.form.inner;
    return this.#make(`n${inner.id}`, { kind: 'not', inner }, !inner.isNullable);
  }

  repeat(inner: Expression, min: number, max = Infinity): Expression {
    if (inner.isNullable) min = 0;
    if (max === 0 || inner === this.empty) return this.empty;
    if (inner === this.nothing) return min === 0 ? this.empty : this.nothing;
    if (min === 1 && max === 1) return inner;
    if (
      inner.form.kind === 'repeat' &&
      inner.form.min === 0 &&
      inner.form.max === Infinity
    )
      return inner;
    return this.#make(
      `r${inner.id},${min},${max}`,
      { kind: 'repeat', inner, min, max },
      min === 0,
    );
  }

  /** What may follow a character. */
  after(expression: Expression, codePoint: number): Expression {
    let known = this.#derived.get(codePoint);
    if (known === undefined) this.#derived.set(codePoint, (known = new Map()));
    const found = known.get(expression.id);
    if (found !== undefined) return found;
    const derived = this.#derive(expression, codePoint);
    known.set(expression.id, derived);
    return derived;
  }

  #derive({ form }: Expression, codePoint: number): Expression {
    switch (form.kind) {
      case 'nothing':
      case 'empty':
        return this.nothing;
      case 'chars':
        return contains(form.set, codePoint) ? this.empty : this.nothing;
      case 'sequence': {
        const { first, rest } = form;
        const inside = this.#pair(this.after(first, codePoint), rest);
        return first.isNullable
          ? this.either(inside, this.after(rest, codePoint))
          : inside;
      }
      case 'either':
        return this.either(...form.parts.map((part) => this.after(part, codePoint)));
      case 'both':
        return this.both(...form.parts.map((part) => this.after(part, codePoint)));
      case 'not':
        return this.not(this.after(form.inner, codePoint));
      case 'repeat': {
        const { inner, min, max } = form;
        const rest = this.repeat(inner, Math.max(0, min - 1), max - 1);
        return this.#pair(this.after(inner, codePoint), rest);
      }
    }
  }

  #make(key: string, form: Form, isNullable: boolean): Expression {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= maxExpressions) throw new TooComplex();
    const expression = { id: this.#known.size, isNullable, form };
    this.#known.set(key, expression);
    return expression;
  }
}

function partsOf(kind: 'either' | 'both') {
  return (expression: Expression): readonly Expression[] =>
    expression.form.kind === kind ? expression.form.parts : [expression];
}

/** Every set of characters in an expression. */
export function charSetsIn(root: Expression): CharSet[] {
  const sets: CharSet[] = [];
  const seen = new Set<Expression>();
  const open = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const { form } = next;
    if (form.kind === 'chars') sets.push(form.set);
    else if (form.kind === 'sequence') open.push(form.first, form.rest);
    else if (form.kind === 'either' || form.kind === 'both') open.push(...form.parts);
    else if (form.kind === 'not' || form.kind === 'repeat') open.push(form.inner);
  }
  return sets;
}
