import type { ServerResponse } from 'node:http';

/**
 * Aborts when the client goes away before its answer is complete: in the queue, before
 * the first byte, or in the middle of a stream.
 */
export function abortWhenClientLeaves(response: ServerResponse): AbortController {
  const controller = new AbortController();
  // Not `once`, which costs twice as much: a response closes only once.
  response.on('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller;
}

/** Ends the rest of a request's work when a part of it fails: nobody will see it. */
export async function abortOnFailure<T>(
  client: AbortController,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    client.abort();
    throw error;
  }
}
