import { compareFraming } from './compare-framing.ts';
import { type Field, fieldsOf, keyOrders } from './fields.ts';
import { changed, type DriftFinding } from './finding.ts';
import type { BodySignature, StructureSignature } from './signature.ts';

export interface DriftReport {
  readonly findings: readonly DriftFinding[];
  /** Whether any finding breaks. */
  readonly breaks: boolean;
}

/**
 * Compares an answer's structure with the one that is known: what was added, what is missing,
 * what changed. Text plays no part, nor does length.
 *
 * @param was the known signature, as it was committed.
 * @param is the signature of a new answer to the same kind of request.
 *
 * @example
 * const report = compareSignatures(known, signatureOf(await answerOf(response)));
 * if (report.breaks) throw new Error(describeDrift(report));
 */
export function compareSignatures(
  was: StructureSignature,
  is: StructureSignature,
): DriftReport {
  const findings = [
    ...changed('status', 'status', String(was.status), String(is.status)),
    ...compareHeaders(was.headers, is.headers),
    ...changed('body', 'kind of body', was.body.kind, is.body.kind),
    ...(was.body.kind === is.body.kind ? compareBodies(was.body, is.body) : []),
  ];
  return { findings, breaks: findings.some(({ breaks }) => breaks) };
}

function compareBodies(was: BodySignature, is: BodySignature): DriftFinding[] {
  const framing =
    was.kind === 'events' && is.kind === 'events' ? compareFraming(was, is) : [];
  return [...framing, ...compareFields(was, is), ...compareOrders(was, is)];
}

function compareHeaders(
  was: StructureSignature['headers'],
  is: StructureSignature['headers'],
): DriftFinding[] {
  return keysOf(was, is).flatMap((name) => {
    const [before, after] = [was[name], is[name]];
    if (before === undefined && after !== undefined) {
      return [{ kind: 'added', what: 'header', where: name, is: after, breaks: false }];
    }
    if (before !== undefined && after === undefined) {
      return [
        { kind: 'missing', what: 'header', where: name, was: before, breaks: true },
      ];
    }
    return changed('header', name, before ?? '', after ?? '');
  });
}

function compareFields(was: BodySignature, is: BodySignature): DriftFinding[] {
  const [before, after] = [fieldsOf(was), fieldsOf(is)];
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.flatMap((path) => compareField(path, before, after));
}

type Fields = ReadonlyMap<string, Field>;

function compareField(path: string, before: Fields, after: Fields): DriftFinding[] {
  const [was, is] = [before.get(path), after.get(path)];
  // What comes or goes with its parent is said once, of the parent.
  const parent = path.replace(/(\[\]|\.?[^.[\]]+)$/, '');
  const hasParents = parent === '' || (before.has(parent) && after.has(parent));
  if (!hasParents) return [];
  if (was === undefined && is) {
    const kinds = is.kinds.join(' or ');
    return [{ kind: 'added', what: 'field', where: path, is: kinds, breaks: false }];
  }
  if (was && is === undefined) {
    const kinds = was.kinds.join(' or ');
    return [{ kind: 'missing', what: 'field', where: path, was: kinds, breaks: true }];
  }
  if (!was || !is) return [];
  return [
    ...changed('field', path, was.kinds.join(' or '), is.kinds.join(' or ')),
    ...changed('presence', path, presence(was), presence(is)),
    ...changed('place', path, was.places.join(', '), is.places.join(', ')),
  ];
}

function presence({ always }: Field): string {
  return always ? 'always there' : 'not always there';
}

/** Keys that changed places among those that both have. */
function compareOrders(was: BodySignature, is: BodySignature): DriftFinding[] {
  const after = keyOrders(is);
  return [...keyOrders(was)].flatMap(([path, orders]) => {
    const others = after.get(path) ?? [];
    const [before, now] = [merged(orders), merged(others)];
    const [first, second] = [shared(before, now), shared(now, before)];
    return changed('order', path === '' ? 'the object' : path, first, second, false);
  });
}

/** The keys that both have, in the order of the first. */
function shared(keys: readonly string[], those: readonly string[]): string {
  return keys.filter((key) => those.includes(key)).join(', ');
}

/** Every key once, in the order in which it is first met. */
function merged(orders: readonly (readonly string[])[]): string[] {
  return [...new Set(orders.flat())];
}

function keysOf(...records: readonly object[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}
