import { readStreamText, type StreamItem } from './event-stream.ts';
import { headerForms } from './header-form.ts';
import { type Shape, shapeOf } from './shape.ts';

/** An answer as its bytes: what was received, or what the synthesiser made. */
export interface Answer {
  readonly status: number;
  readonly headers: Iterable<readonly [name: string, value: string]>;
  readonly body: Uint8Array;
}

/** One event of a stream, reduced. */
export interface EventShape {
  readonly event?: string;
  /** Present if the payload stood in a field other than `data`. */
  readonly field?: string;
  readonly data: Shape;
}

export interface CommentShape {
  /** The comment with its digits as `#`. */
  readonly text: string;
  readonly place: 'before' | 'between' | 'after';
}

export interface StreamSignature {
  readonly kind: 'events';
  readonly lineEnd: 'lf' | 'crlf';
  readonly space: boolean;
  readonly comments: readonly CommentShape[];
  /**
   * The shapes of events in the order of the stream. Shapes that take turns stand together in
   * one phase, so that a longer text has the signature of a shorter one.
   */
  readonly phases: readonly (readonly EventShape[])[];
  /** Whether `[DONE]` came. */
  readonly done: boolean;
  readonly ending: 'empty-line' | 'line-end' | 'cut';
}

export type BodySignature =
  | StreamSignature
  | { readonly kind: 'json'; readonly shape: Shape }
  | { readonly kind: 'text' | 'empty' };

/** The structure of an answer: all that a client's code depends on, nothing of what was said. */
export interface StructureSignature {
  readonly version: 1;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodySignature;
}

/**
 * Reduces an answer to its structure. The same provider, asked the same kind of thing, has the
 * same signature whatever the model says.
 *
 * @example
 * const body = new TextEncoder().encode('data: {"id":"a"}\n\ndata: [DONE]\n\n');
 * signatureOf({ status: 200, headers: [], body }).body;
 * // { kind: 'events', phases: [[{ data: { id: 'string' } }]], done: true, … }
 */
export function signatureOf({ status, headers, body }: Answer): StructureSignature {
  return {
    version: 1,
    status,
    headers: headerForms(headers),
    body: bodySignature(new TextDecoder().decode(body)),
  };
}

function bodySignature(text: string): BodySignature {
  if (text.trim() === '') return { kind: 'empty' };
  const json = parsed(text);
  if (json !== undefined) return { kind: 'json', shape: shapeOf(json.value) };
  if (!/^(\w+:|:)/.test(text.trimStart())) return { kind: 'text' };
  const { lineEnd, space, items, ending } = readStreamText(text);
  const events = items.filter((item) => item.kind === 'event');
  const shapes = events.filter(({ payload }) => payload !== '[DONE]').map(eventShape);
  return {
    kind: 'events',
    lineEnd,
    space,
    comments: commentShapes(items),
    phases: phasesOf(shapes),
    done: events.some(({ payload }) => payload === '[DONE]'),
    ending,
  };
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function eventShape(event: Extract<StreamItem, { kind: 'event' }>): EventShape {
  const json = parsed(event.payload);
  return {
    ...(event.name !== undefined && { event: event.name }),
    ...(event.field !== 'data' && { field: event.field }),
    data: json === undefined ? 'text' : shapeOf(json.value),
  };
}

/** Groups shapes that take turns: their stretches, from first to last occurrence, overlap. */
function phasesOf<T>(shapes: readonly T[]): T[][] {
  const stretches = new Map<string, { shape: T; from: number; to: number }>();
  for (const [at, shape] of shapes.entries()) {
    const text = JSON.stringify(shape);
    const known = stretches.get(text);
    if (known) known.to = at;
    else stretches.set(text, { shape, from: at, to: at });
  }
  const phases: { texts: [string, T][]; to: number }[] = [];
  for (const [text, { shape, from, to }] of stretches) {
    const last = phases.at(-1);
    if (last && from < last.to) {
      last.texts.push([text, shape]);
      last.to = Math.max(last.to, to);
    } else phases.push({ texts: [[text, shape]], to });
  }
  return phases.map(({ texts }) =>
    texts.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, shape]) => shape),
  );
}

function commentShapes(items: readonly StreamItem[]): CommentShape[] {
  const isEvent = items.map(({ kind }) => kind === 'event');
  const first = isEvent.indexOf(true);
  const last = isEvent.lastIndexOf(true);
  const found = items.flatMap((item, at): CommentShape[] => {
    if (item.kind !== 'comment') return [];
    const place = at < first ? 'before' : at > last ? 'after' : 'between';
    return [{ text: item.text.replaceAll(/\d+/g, '#'), place }];
  });
  return [
    ...new Map(found.map((comment) => [JSON.stringify(comment), comment])).values(),
  ];
}
