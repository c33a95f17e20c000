/** Why a grammar cannot be taken: it is none in Lark, or none that can be enforced. */
export class LarkFault extends Error {
  readonly kind: 'invalid' | 'unsupported';

  /** @param line of the grammar, from 1 on; undefined for what is about all of it */
  constructor(kind: 'invalid' | 'unsupported', message: string, line?: number) {
    super(line === undefined ? message : `line ${line}: ${message}`);
    this.kind = kind;
  }
}

export function invalid(message: string, line?: number): LarkFault {
  return new LarkFault('invalid', message, line);
}

export function unsupported(message: string, line?: number): LarkFault {
  return new LarkFault('unsupported', message, line);
}

/** A part of a grammar as a message can show it. */
export function shown(text: string): string {
  const line = text.replaceAll(/[\n\r]+/g, ' ');
  return line.length <= 40 ? `'${line}'` : `'${line.slice(0, 40)}…'`;
}
