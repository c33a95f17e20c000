import { memo } from 'react';
import { jsonParts } from './json-parts.ts';

/** Beyond this, colour is not worth its elements. */
const maxColoured = 30_000;

/** JSON exactly as it is on the wire, coloured. */
export const JsonText = memo(function JsonText({ text }: { text: string }) {
  if (text.length > maxColoured) return text;
  return jsonParts(text).map(({ kind, text: part }, place) => (
    // Parts never move within one text.
    // oxlint-disable-next-line react/no-array-index-key
    <span key={place} className={kind === 'other' ? undefined : `json-${kind}`}>
      {part}
    </span>
  ));
});
