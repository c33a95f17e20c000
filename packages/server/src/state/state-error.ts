/**
 * Every way the store can fail.
 *
 * | Code | Meaning |
 * | --- | --- |
 * | `not-found` | the document to change, or to begin a page at, is not there |
 * | `duplicate` | a document of that id is there already |
 * | `full` | the size limit is reached, and nothing that may go is left to delete |
 * | `failed` | the database failed |
 */
export type StateErrorCode = 'not-found' | 'duplicate' | 'full' | 'failed';

/** A failure of the state store. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly code: StateErrorCode;
  /** Id of the document, where the failure is about one. */
  readonly id: string | undefined;

  constructor(code: StateErrorCode, message: string, id?: string) {
    super(message);
    this.code = code;
    this.id = id;
  }
}
