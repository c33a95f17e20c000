import type { Server } from '../contenders/server.ts';

/**
 * Asks for the vectors of texts, given as token ids.
 *
 * @return what it took, in milliseconds
 */
export async function embed(
  { port, model }: Server,
  input: readonly (readonly number[])[],
): Promise<number> {
  const askedAt = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/v1/embeddings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, input, encoding_format: 'base64' }),
  });
  const { data } = (await response.json()) as { data?: readonly unknown[] };
  if (data?.length !== input.length)
    throw new Error(`Expected ${input.length} vectors, but the answer has others.`);
  return performance.now() - askedAt;
}
