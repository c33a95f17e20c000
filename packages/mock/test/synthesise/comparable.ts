import type { Shape, StructureSignature } from '@samewire/mock/drift';
import { hasRandomOrder } from './profile-of.ts';
import { asObject, type RecordedExchange } from './recordings/exchange.ts';

/** Drops from a signature what the recorder did not keep. */
export function comparable(
  signature: StructureSignature,
  { kept, file }: RecordedExchange,
): StructureSignature {
  const { 'content-type': contentType } = signature.headers;
  const headers: Record<string, string> =
    kept.headers && contentType !== undefined ? { 'content-type': contentType } : {};
  let { body } = signature;
  if (body.kind === 'events' && !kept.framing) {
    const phases = body.phases.map((phase) => phase.map(({ data }) => ({ data })));
    body = {
      ...body,
      phases,
      done: true,
      lineEnd: 'lf',
      ending: 'empty-line',
      comments: [],
    };
  }
  if (body.kind === 'events' && kept.ending === false) {
    body = { ...body, ending: 'empty-line' };
  }
  if (kept.nulls === false) body = withoutNulls(body) as typeof body;
  if (!kept.order || hasRandomOrder(file))
    body = withoutOrder(body as unknown as Shape) as unknown as typeof body;
  return { ...signature, headers, body };
}

/** The same without keys that hold null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object') return value;
  const entries = Object.entries(asObject(value)).filter(([, item]) => item !== 'null');
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}

/** The same with keys in alphabetical order. */
function withoutOrder(shape: Shape): Shape {
  if (typeof shape !== 'object') return shape;
  if (Array.isArray(shape)) return (shape as readonly Shape[]).map(withoutOrder);
  const entries = Object.entries(asObject(shape)).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return Object.fromEntries(
    entries.map(([key, item]) => [key, withoutOrder(item as Shape)]),
  );
}
