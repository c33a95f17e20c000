type JsonPartKind = 'key' | 'string' | 'number' | 'word' | 'mark' | 'other';

export interface JsonPart {
  readonly kind: JsonPartKind;
  readonly text: string;
}

const pattern =
  /(?<key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\]|\\.)*")|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>true|false|null)|(?<mark>[{}[\],:]+)|(?<other>[^"\d{}[\],:tfn-]+|.)/gsu;

/** Cuts JSON text into parts to colour. Joined they are the text, be it valid JSON or not. */
export function jsonParts(text: string): JsonPart[] {
  return [...text.matchAll(pattern)].map((match) => ({
    kind: kindOf(match.groups ?? {}),
    text: match[0],
  }));
}

const kinds = ['key', 'string', 'number', 'word', 'mark'] as const;

function kindOf(groups: Record<string, string | undefined>): JsonPartKind {
  return kinds.find((kind) => groups[kind] !== undefined) ?? 'other';
}
