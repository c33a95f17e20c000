import { isJsonObject } from '../exchange/json.ts';
import { CassetteError } from './cassette-error.ts';

/** A value in a file somebody wrote, which knows where it stands. */
export class Field {
  readonly value: unknown;
  readonly #file: string | undefined;
  readonly #path: string;

  constructor(value: unknown, file?: string, path = '') {
    this.value = value;
    this.#file = file;
    this.#path = path;
  }

  error(message: string): CassetteError {
    return new CassetteError(message, {
      ...(this.#file === undefined ? {} : { file: this.#file }),
      path: this.#path,
    });
  }

  has(name: string): boolean {
    return this.record()[name] !== undefined;
  }

  optional(name: string): Field | undefined {
    return this.has(name) ? this.#child(name) : undefined;
  }

  get(name: string): Field {
    const child = this.optional(name);
    if (child === undefined) throw this.error(`expected the field '${name}'`);
    return child;
  }

  /** `{ name: text }` where the field is there, else nothing; for spreading. */
  optionalText<Name extends string>(name: Name): { [key in Name]?: string } {
    const text = this.optional(name)?.text();
    return (text === undefined ? {} : { [name]: text }) as { [key in Name]?: string };
  }

  allowOnly(...names: string[]): void {
    for (const name of Object.keys(this.record()))
      if (!names.includes(name))
        throw this.error(`unknown field '${name}'; known are ${names.join(', ')}`);
  }

  record(): Readonly<Record<string, unknown>> {
    if (!isJsonObject(this.value)) throw this.#expected('fields');
    return this.value;
  }

  items(): Field[] {
    if (!Array.isArray(this.value)) throw this.#expected('a list');
    return this.value.map(
      (item, index) => new Field(item, this.#file, `${this.#path}[${index}]`),
    );
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.#expected('a text');
    return this.value;
  }

  number(): number {
    if (typeof this.value !== 'number') throw this.#expected('a number');
    return this.value;
  }

  boolean(): boolean {
    if (typeof this.value !== 'boolean') throw this.#expected('true or false');
    return this.value;
  }

  oneOf<Choice extends string>(...choices: readonly Choice[]): Choice {
    const choice = choices.find((candidate) => candidate === this.value);
    if (choice === undefined) throw this.#expected(`one of ${choices.join(', ')}`);
    return choice;
  }

  #child(name: string): Field {
    const path = this.#path === '' ? name : `${this.#path}.${name}`;
    return new Field(this.record()[name], this.#file, path);
  }

  #expected(what: string): CassetteError {
    return this.error(`expected ${what}, not ${describe(this.value)}`);
  }
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
