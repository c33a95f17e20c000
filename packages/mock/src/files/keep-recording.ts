import { existsSync } from 'node:fs';
import type { Exchange } from '../exchange/exchange.ts';
import type { Mock } from '../mock/mock.ts';
import { Redactor, SecretError } from '../secrets/redactor.ts';
import { readCassettes, writeCassetteFile } from './cassette-files.ts';

/**
 * Writes what a mock records to a file, without secrets, after each exchange. In the mode
 * `record-missing` what the file has is kept; in `record-all` it begins anew.
 *
 * @param onRefusal told where an exchange is not written, since it may hold a secret
 */
export function keepRecording(
  mock: Mock,
  file: string,
  onRefusal: (message: string) => void,
): void {
  const isAddition = mock.mode === 'record-missing' && existsSync(file);
  const [before] = isAddition ? readCassettes(file) : [];
  const exchanges: Exchange[] = [...(before?.exchanges ?? [])];
  const redactor = new Redactor();
  mock.onRecord((exchange) => {
    try {
      exchanges.push(redactor.redact(exchange));
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      onRefusal(error.message);
      return;
    }
    writeCassetteFile(file, { recorded: { by: 'samewire mock' }, exchanges });
  });
}
