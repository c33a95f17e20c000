const quote = 0x22;
const backslash = 0x5c;

/**
 * Whether JSON text nests arrays and objects deeper than a limit. It looks at brackets
 * only and leaps over strings, so it is quick, and right for every text that is JSON at all.
 */
export function isDeeperThan(limit: number, json: string): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === quote) {
      at = endOfString(json, at + 1);
    } else if (isOpening(code)) {
      depth++;
      if (depth > limit) return true;
    } else if (isClosing(code)) {
      depth--;
    }
  }
  return false;
}

/** Where a string that begins here has its closing quote; of one that has none, the text's end. */
function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start);
  while (end !== -1 && isEscaped(json, end, start)) end = json.indexOf('"', end + 1);
  return end === -1 ? json.length : end;
}

/** Behind an odd number of backslashes. */
function isEscaped(json: string, at: number, start: number): boolean {
  let first = at;
  while (first > start && json.charCodeAt(first - 1) === backslash) first--;
  return (at - first) % 2 === 1;
}

/** `[` and `{` */
function isOpening(code: number): boolean {
  return code === 0x5b || code === 0x7b;
}

/** `]` and `}` */
function isClosing(code: number): boolean {
  return code === 0x5d || code === 0x7d;
}
