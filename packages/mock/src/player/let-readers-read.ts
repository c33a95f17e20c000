/**
 * Turns of the event loop after which a reader in this process has taken what was written,
 * however busy the process is. Two are enough for `fetch` over a socket.
 */
const turnsToRead = 4;

/** Time for a reader in the same process to read what is there before more is written. */
export async function letReadersRead(): Promise<void> {
  for (let turn = 0; turn < turnsToRead; turn++) await nextTurn();
}

/** Browsers have no `setImmediate`. */
const nextTurn: () => Promise<void> =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => void setImmediate(resolve))
    : () => new Promise((resolve) => void setTimeout(resolve, 0));
