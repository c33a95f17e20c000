import type { BatchFault } from '@samewire/shared-types';
import { isFault, parseBatchLine } from './batch-line.ts';
import { LineTooLongError, readLines } from './read-lines.ts';

const maxFaults = 100;
const maxLines = 50_000;
export const maxLineLength = 32 * 1024 * 1024;

/** What a look through all of a batch's input found. */
export interface CheckedInput {
  readonly total: number;
  /** The model of its requests, which have to agree on one. */
  readonly model: string | null;
  /** The first hundred; a batch with any is not begun. */
  readonly faults: readonly BatchFault[];
}

export async function checkInput(
  pieces: AsyncIterable<Uint8Array>,
  endpoint: string,
): Promise<CheckedInput> {
  const faults: BatchFault[] = [];
  const customIds = new Set<string>();
  let model: string | null = null;
  let total = 0;
  const addFault = (code: string, message: string, param: string | null = null) => {
    const line = total === 0 ? null : total;
    if (faults.length < maxFaults) faults.push({ code, message, param, line });
  };
  try {
    for await (const text of readLines(pieces, maxLineLength)) {
      total += 1;
      if (total > maxLines) {
        addFault('too_many_requests', `A batch takes at most ${maxLines} requests.`);
        break;
      }
      const parsed = parseBatchLine(text, endpoint);
      if (isFault(parsed)) {
        addFault(parsed.code, parsed.message, parsed.param);
        continue;
      }
      if (customIds.has(parsed.customId))
        addFault(
          'duplicate_custom_id',
          'The custom_id of this line is that of an earlier one.',
          'custom_id',
        );
      customIds.add(parsed.customId);
      const { model: named } = parsed.body;
      if (typeof named === 'string') {
        if (model !== null && named !== model)
          addFault(
            'mismatched_model',
            'All requests of a batch have to name the same model.',
            'body.model',
          );
        model ??= named;
      }
    }
  } catch (error) {
    if (!(error instanceof LineTooLongError)) throw error;
    total += 1;
    addFault('invalid_json_line', `A line may have at most ${maxLineLength} characters.`);
  }
  if (total === 0) addFault('empty_file', 'The input file holds no requests.');
  return { total, model, faults };
}
