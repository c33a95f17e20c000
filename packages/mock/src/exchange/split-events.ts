/**
 * Cuts an event stream after every event, that is after its blank line. Line ends may be LF,
 * CR or CRLF; what follows the last blank line is a piece of its own. Together the pieces are
 * the bytes that came in.
 */
export function splitEvents(bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let start = 0;
  let at = 0;
  while (at < bytes.length) {
    const lineEnd = lengthOfLineEnd(bytes, at);
    const blank = lineEnd === 0 ? 0 : lengthOfLineEnd(bytes, at + lineEnd);
    if (blank === 0) {
      at += Math.max(lineEnd, 1);
      continue;
    }
    at += lineEnd + blank;
    // More blank lines belong to the event before them.
    for (let more = lengthOfLineEnd(bytes, at); more > 0;) {
      at += more;
      more = lengthOfLineEnd(bytes, at);
    }
    pieces.push(bytes.subarray(start, at));
    start = at;
  }
  if (start < bytes.length) pieces.push(bytes.subarray(start));
  return pieces;
}

const lineFeed = 10;
const carriageReturn = 13;

function lengthOfLineEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] === lineFeed) return 1;
  if (bytes[at] !== carriageReturn) return 0;
  return bytes[at + 1] === lineFeed ? 2 : 1;
}
