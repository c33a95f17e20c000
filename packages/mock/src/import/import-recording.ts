import { readCassette } from '../cassette/read-cassette.ts';
import { decodeText } from '../exchange/bytes.ts';
import { isJsonObject, type JsonValue, parseJson } from '../exchange/json.ts';
import { importAimock } from './aimock.ts';
import { importEventStream, importJsonBody, importJsonLines } from './bare-body.ts';
import { importHar } from './har.ts';
import { ImportError, type Imported } from './imported.ts';
import { importParsedChunks } from './parsed-chunks.ts';
import { importReqLlm } from './req-llm.ts';
import { parseVcrYaml } from './vcr-yaml.ts';
import { importVcrPython } from './vcr-python.ts';
import { importVcrRuby } from './vcr-ruby.ts';

/**
 * Makes a cassette of a recording another tool has written. The format is found out from the
 * content, not from the name.
 *
 * @param file shown in errors and kept in the cassette
 * @throws ImportError where no known format fits, or the file is damaged
 */
export function importRecording(bytes: Uint8Array, file: string): Imported {
  const text = decodeText(bytes);
  if (text === undefined) throw new ImportError(`${file}: expected text in UTF-8`);
  try {
    const imported = importText(
      text.replace(/^\uFEFF/, ''),
      Uint8Array.from(bytes),
      file,
    );
    const { recorded, ...cassette } = imported.cassette;
    return {
      ...imported,
      cassette: { ...cassette, recorded: { ...recorded, from: file } },
    };
  } catch (error) {
    if (error instanceof ImportError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new ImportError(`${file}: ${message}`, { cause: error });
  }
}

function importText(text: string, bytes: Uint8Array, file: string): Imported {
  const start = text.trimStart();
  if (/^(?:data|event|id|retry|):/.test(start)) return importEventStream(bytes);
  if (!/^[[{]/.test(start)) return importYaml(text, file);
  const json = parseJson(text);
  if (json !== undefined) return importJson(json, text, bytes, file);
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.every((line) => parseJson(line) !== undefined)) return importJsonLines(lines);
  throw new ImportError(`${file}: neither JSON nor one JSON value a line`);
}

function importYaml(text: string, file: string): Imported {
  const root = parseVcrYaml(text);
  if (isJsonObject(root)) {
    if (Array.isArray(root['http_interactions'])) return importVcrRuby(root);
    if (Array.isArray(root['interactions'])) return importVcrPython(root);
  }
  throw unknownFormat(file);
}

function importJson(
  json: JsonValue,
  text: string,
  bytes: Uint8Array,
  file: string,
): Imported {
  if (Array.isArray(json)) return importParsedChunks(json as readonly JsonValue[]);
  if (!isJsonObject(json)) throw unknownFormat(file);
  if (isJsonObject(json['log'])) return importHar(json);
  if (Array.isArray(json['fixtures'])) return importAimock(json);
  if (Array.isArray(json['interactions'])) return importVcrPython(json);
  if (Array.isArray(json['http_interactions'])) return importVcrRuby(json);
  if (isJsonObject(json['request']) && isJsonObject(json['response']))
    return importReqLlm(text);
  if (json['version'] !== undefined && Array.isArray(json['exchanges'])) {
    readCassette(text, file);
    throw new ImportError(`${file}: is a cassette already; nothing to import`);
  }
  return importJsonBody(json, bytes);
}

function unknownFormat(file: string): ImportError {
  return new ImportError(
    `${file}: unknown format. Known are cassettes of VCR (Python and Ruby), HAR, aimock ` +
      `and req_llm files, event streams, lines of JSON payloads and JSON bodies.`,
  );
}
