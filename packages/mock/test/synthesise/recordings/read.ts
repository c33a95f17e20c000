import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { RecordedExchange } from './exchange.ts';
import { readFixture } from './fixture.ts';
import { readReqLlm } from './req-llm.ts';
import { readVcr } from './vcr.ts';

const checkout = fileURLToPath(new URL('../../../../..', import.meta.url));
const places = [env['SAMEWIRE_SHARED'], join(checkout, '..', 'shared')];

/** What all checkouts of a machine share, if it is there. */
export const sharedFolder = places.find((path) => path !== undefined && existsSync(path));

const folder =
  sharedFolder !== undefined && existsSync(join(sharedFolder, 'recordings'))
    ? join(sharedFolder, 'recordings')
    : undefined;

/** Tests over recordings are skipped, and say so, where these are absent. */
export const hasRecordings = folder !== undefined;

/** The paths of all recordings below their folder, in a fixed order. */
export function recordingFiles(): string[] {
  if (folder === undefined) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== folder)
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted();
}

/** The exchanges of one recording, in their order. */
export function readExchanges(file: string): RecordedExchange[] {
  const text = readFileSync(join(folder ?? '', file), 'utf8');
  const origin = { file, provider: dirname(file) };
  return partsOf(file, text).map((part) => Object.assign(part, origin));
}

function partsOf(file: string, text: string) {
  if (/\.ya?ml$/.test(file)) return readVcr(text);
  if (/\/reqllm1?__/.test(file)) return [readReqLlm(text)];
  return [readFixture(file, text)];
}

/** Every exchange of every recording. */
export function readRecordings(): RecordedExchange[] {
  return recordingFiles().flatMap(readExchanges);
}
