/** One line of meaning in an event stream: a comment, or an event with its fields. */
export type StreamItem =
  | { readonly kind: 'comment'; readonly text: string }
  | {
      readonly kind: 'event';
      readonly name?: string;
      /** The field that carries the payload: `data`, but some servers once wrote `error`. */
      readonly field: string;
      readonly payload: string;
    };

/** An event stream as it is written, with what a decoder throws away. */
export interface StreamText {
  readonly lineEnd: 'lf' | 'crlf';
  /** Whether a space follows the colon of every data field. */
  readonly space: boolean;
  readonly items: readonly StreamItem[];
  /** How the last byte leaves the reader: events end with an empty line. */
  readonly ending: 'empty-line' | 'line-end' | 'cut';
}

/** Reads an event stream without losing how it was written. Comments inside events are kept. */
export function readStreamText(text: string): StreamText {
  const lineEnd = text.includes('\r\n') ? 'crlf' : 'lf';
  const plain = text.replaceAll('\r\n', '\n');
  const items: StreamItem[] = [];
  let space = true;
  let name: string | undefined;
  let field = 'data';
  let payload: string[] = [];

  const close = () => {
    if (payload.length > 0) {
      const named = name === undefined ? {} : { name };
      items.push({ kind: 'event', ...named, field, payload: payload.join('\n') });
    }
    name = undefined;
    field = 'data';
    payload = [];
  };
  for (const line of plain.split('\n')) {
    if (line === '') {
      close();
      continue;
    }
    const colon = line.indexOf(':');
    const key = colon < 0 ? line : line.slice(0, colon);
    const rest = colon < 0 ? '' : line.slice(colon + 1);
    const value = rest.startsWith(' ') ? rest.slice(1) : rest;
    if (key === '') items.push({ kind: 'comment', text: value });
    else if (key === 'event') name = value;
    else if (key !== 'id' && key !== 'retry') {
      field = key;
      payload.push(value);
      space &&= rest.startsWith(' ');
    }
  }
  close();
  return { lineEnd, space, items, ending: endingOf(plain) };
}

function endingOf(text: string): StreamText['ending'] {
  if (text.endsWith('\n\n')) return 'empty-line';
  return text.endsWith('\n') ? 'line-end' : 'cut';
}
