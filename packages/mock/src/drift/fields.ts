import type { Shape } from './shape.ts';
import type { BodySignature } from './signature.ts';

/** What is known of one field of an answer, by its path as `choices[].delta.content`. */
export interface Field {
  /** The kinds of value it has, in alphabetical order. */
  readonly kinds: readonly string[];
  /** Whether every event of the stream, or every object of a list, has it. */
  readonly always: boolean;
  /** Where in a stream: among `start`, `middle`, `end`. A plain answer has no places. */
  readonly places: readonly string[];
}

/** The fields of an answer. An array's own path ends in `[]`. */
export function fieldsOf(body: BodySignature): ReadonlyMap<string, Field> {
  const found = new Map<
    string,
    { kinds: Set<string>; times: number; places: Set<string> }
  >();
  const parents = new Map<string, number>();
  const visit = (shape: Shape, path: string, place: string | undefined) => {
    const field = found.get(path) ?? { kinds: new Set(), times: 0, places: new Set() };
    found.set(path, field);
    field.times++;
    if (place !== undefined) field.places.add(place);
    if (typeof shape === 'string') {
      field.kinds.add(shape);
      return;
    }
    if (isList(shape)) {
      field.kinds.add(shape.length === 0 ? 'empty list' : 'list');
      for (const item of shape) visit(item, `${path}[]`, place);
      return;
    }
    field.kinds.add('object');
    parents.set(path, (parents.get(path) ?? 0) + 1);
    for (const [key, item] of Object.entries(shape)) visit(item, join(path, key), place);
  };
  for (const { shape, place } of shapesOf(body)) visit(shape, '', place);
  found.delete('');

  return new Map(
    [...found].map(([path, { kinds, times, places }]) => {
      const isItem = path.endsWith('[]');
      const always = isItem || times >= (parents.get(parentOf(path)) ?? 0);
      const field = {
        kinds: [...kinds].toSorted(byText),
        always,
        places: [...places].toSorted(byText),
      };
      return [path, field];
    }),
  );
}

/** The keys of every object of an answer, in the orders in which they occur. */
export function keyOrders(body: BodySignature): ReadonlyMap<string, readonly string[][]> {
  const orders = new Map<string, string[][]>();
  const visit = (shape: Shape, path: string) => {
    if (typeof shape === 'string') return;
    if (isList(shape)) {
      for (const item of shape) visit(item, `${path}[]`);
      return;
    }
    orders.set(path, [...(orders.get(path) ?? []), Object.keys(shape)]);
    for (const [key, item] of Object.entries(shape)) visit(item, join(path, key));
  };
  for (const { shape } of shapesOf(body)) visit(shape, '');
  return orders;
}

function shapesOf(body: BodySignature): { shape: Shape; place?: string }[] {
  if (body.kind === 'json') return [{ shape: body.shape }];
  if (body.kind !== 'events') return [];
  const last = body.phases.length - 1;
  return body.phases.flatMap((phase, at) => {
    const place = at === 0 ? 'start' : at === last ? 'end' : 'middle';
    return phase.map(({ data }) => ({ shape: data, place }));
  });
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
