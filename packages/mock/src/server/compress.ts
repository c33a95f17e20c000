/** Compresses chunk by chunk: what has gone in can be read at the other end at once. */
export async function* compress(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { constants, createGzip } = await import('node:zlib');
  const gzip = createGzip();
  for await (const chunk of chunks) {
    gzip.write(chunk);
    await new Promise<void>((resolve) => {
      gzip.flush(constants.Z_SYNC_FLUSH, () => resolve());
    });
    const ready = gzip.read() as Uint8Array | null;
    if (ready !== null) yield ready;
  }
  gzip.end();
  for await (const rest of gzip as AsyncIterable<Uint8Array>) yield rest;
}
