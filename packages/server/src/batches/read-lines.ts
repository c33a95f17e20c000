/** A line that is too long to be looked at. */
export class LineTooLongError extends Error {
  override readonly name = 'LineTooLongError';
}

/** The lines of a text that comes in pieces; empty ones are left out. */
export async function* readLines(
  pieces: AsyncIterable<Uint8Array>,
  maxLength: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const piece of pieces) {
    const lines = (pending + decoder.decode(piece, { stream: true })).split('\n');
    pending = lines.pop() ?? '';
    if (pending.length > maxLength) throw new LineTooLongError('A line is too long.');
    for (const line of lines) if (line.trim() !== '') yield line;
  }
  pending += decoder.decode();
  if (pending.trim() !== '') yield pending;
}
