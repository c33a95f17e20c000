import { concatBytes } from '../exchange/bytes.ts';
import type { RecordedResponse } from '../exchange/exchange.ts';
import type { Answer } from './signature.ts';

/** A recorded answer, to be reduced to its structure. */
export function recordedAnswer({ status, headers, chunks }: RecordedResponse): Answer {
  return { status, headers, body: concatBytes(chunks.map(({ bytes }) => bytes)) };
}

/**
 * An answer of `fetch`, read to its end, to be reduced to its structure.
 *
 * @throws what the body throws
 */
export async function answerOf(response: Response): Promise<Answer> {
  const body = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: [...response.headers], body };
}
