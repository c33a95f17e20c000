import { Field } from '../cassette/field.ts';
import { parseJson } from '../exchange/json.ts';
import type { StructureSignature } from './signature.ts';

/** Signatures by the names of what they are of. */
export type Signatures = Readonly<Record<string, StructureSignature>>;

const version = 1;

/** Signatures as JSON in a fixed order of names, to be committed and compared line by line. */
export function writeSignatures(signatures: Signatures): string {
  const entries = Object.entries(signatures).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const file = { version, signatures: Object.fromEntries(entries) };
  return `${JSON.stringify(file, undefined, 1)}\n`;
}

/**
 * Reads what {@link writeSignatures} wrote.
 *
 * @param file shown in errors
 * @throws CassetteError that says where and what was expected
 */
export function readSignatures(text: string, file?: string): Signatures {
  const root = new Field(parseJson(text), file);
  if (root.get('version').number() !== version)
    throw root.get('version').error(`expected version ${version}`);
  root.allowOnly('version', 'signatures');
  const signatures = root.get('signatures');
  const names = Object.keys(signatures.record());
  return Object.fromEntries(names.map((name) => [name, readOne(signatures.get(name))]));
}

/** Of a shape, only what comparing relies on is checked. */
function readOne(field: Field): StructureSignature {
  field.allowOnly('version', 'status', 'headers', 'body');
  field.get('status').number();
  field.get('headers').record();
  const body = field.get('body');
  if (body.get('kind').oneOf('events', 'json', 'text', 'empty') === 'events')
    for (const name of ['phases', 'comments']) body.get(name).items();
  return field.value as StructureSignature;
}
