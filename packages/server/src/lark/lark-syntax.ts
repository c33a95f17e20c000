/** What a rule or a terminal consists of. */
export type LarkExpression =
  | {
      readonly kind: 'alternatives' | 'sequence';
      readonly parts: readonly LarkExpression[];
    }
  | {
      readonly kind: 'repeat';
      readonly inner: LarkExpression;
      readonly min: number;
      readonly max: number;
      readonly line: number;
    }
  /** A text or a regular expression, as it is written. */
  | {
      readonly kind: 'literal';
      readonly form: 'string' | 'regexp';
      readonly text: string;
      readonly line: number;
    }
  /** One character of a range; both ends without their quotes. */
  | {
      readonly kind: 'range';
      readonly from: string;
      readonly to: string;
      readonly line: number;
    }
  | {
      readonly kind: 'name';
      readonly name: string;
      /** What a template is given; none for what is no template. */
      readonly templateArguments: readonly LarkExpression[];
      readonly line: number;
    };

/** A rule or a terminal. */
export interface LarkDefinition {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly priority: number;
  readonly body: LarkExpression;
  readonly line: number;
}

export type LarkStatement =
  | {
      readonly kind: 'define' | 'override' | 'extend';
      readonly definition: LarkDefinition;
    }
  | { readonly kind: 'ignore'; readonly body: LarkExpression; readonly line: number }
  | {
      readonly kind: 'import';
      readonly path: readonly string[];
      /** By the names that they get here. */
      readonly names: ReadonlyMap<string, string>;
      readonly line: number;
    };

/** Whether a name is a terminal's: those are in capitals. */
export function isTerminalName(name: string): boolean {
  return /^_*[A-Z]/.test(name);
}
