/** A fault that cannot happen: to this answer, or in this way of answering. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}
