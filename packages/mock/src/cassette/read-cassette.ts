import { parse } from 'yaml';
import { encodeText } from '../exchange/bytes.ts';
import type {
  BodyEnd,
  Chunk,
  Exchange,
  RecordedRequest,
  RecordedResponse,
} from '../exchange/exchange.ts';
import type { HeaderList } from '../exchange/header-list.ts';
import { readRequestRule } from '../match/read-request-rule.ts';
import { type Cassette, cassetteVersion } from './cassette.ts';
import { CassetteError } from './cassette-error.ts';
import { Field } from './field.ts';
import { fromPayload, type LineEnd, type Payload } from './payload.ts';

const ends = ['complete', 'close', 'reset'] as const satisfies readonly BodyEnd[];

/**
 * Reads a cassette from YAML or JSON.
 *
 * @param file shown in errors
 * @throws CassetteError that says where and what was expected
 */
export function readCassette(text: string, file?: string): Cassette {
  const root = new Field(parseYaml(text, file), file);
  const version = root.get('version').number();
  if (version !== cassetteVersion)
    throw root
      .get('version')
      .error(
        version > cassetteVersion
          ? `this samewire reads version ${cassetteVersion}; the file is of a newer one. Update samewire.`
          : `expected version ${cassetteVersion}`,
      );
  root.allowOnly('version', 'recorded', 'exchanges');
  const recorded = root.optional('recorded');
  return {
    ...(file === undefined ? {} : { name: file }),
    ...(recorded === undefined ? {} : { recorded: readOrigin(recorded) }),
    exchanges: root.get('exchanges').items().map(readExchange),
  };
}

function parseYaml(text: string, file: string | undefined): unknown {
  try {
    return parse(text, { maxAliasCount: 0, uniqueKeys: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CassetteError(`not YAML: ${message}`, file === undefined ? {} : { file });
  }
}

function readOrigin(field: Field): NonNullable<Cassette['recorded']> {
  field.allowOnly('at', 'by', 'from');
  return {
    ...field.optionalText('at'),
    ...field.optionalText('by'),
    ...field.optionalText('from'),
  };
}

function readExchange(field: Field): Exchange {
  field.allowOnly('match', 'request', 'response');
  const match = field.optional('match');
  const request = field.optional('request');
  if (match === undefined && request === undefined)
    throw field.error('expected a request, or a rule (match) that says which are meant');
  return {
    ...(request === undefined ? {} : { request: readRequest(request) }),
    ...(match === undefined ? {} : { match: readRequestRule(match) }),
    response: readResponse(field.get('response')),
  };
}

function readRequest(field: Field): RecordedRequest {
  field.allowOnly('method', 'url', 'headers', 'body');
  const body = field.optional('body');
  return {
    method: field.get('method').text(),
    url: field.get('url').text(),
    headers: readHeaders(field.get('headers')),
    body: body === undefined ? new Uint8Array() : readBody(body),
  };
}

function readBody(field: Field): Uint8Array {
  return typeof field.value === 'string'
    ? encodeText(field.value)
    : readPayload(field, 'lf');
}

function readResponse(field: Field): RecordedResponse {
  field.allowOnly(
    'status',
    'statusText',
    'headers',
    'cuts',
    'eol',
    'chunks',
    'end',
    'endAt',
  );
  const eol = field.optional('eol')?.oneOf('lf', 'crlf') ?? 'lf';
  const cuts = field.optional('cuts')?.oneOf('transport', 'events');
  const end = field.optional('end')?.oneOf(...ends);
  const endAtMs = field.optional('endAt')?.number();
  return {
    status: readStatus(field.get('status')),
    ...field.optionalText('statusText'),
    headers: readHeaders(field.get('headers')),
    chunks: field
      .get('chunks')
      .items()
      .map((chunk) => readChunk(chunk, eol)),
    ...(cuts === undefined ? {} : { cuts }),
    ...(end === undefined ? {} : { end }),
    ...(endAtMs === undefined ? {} : { endAtMs }),
  };
}

function readStatus(field: Field): number {
  const status = field.number();
  if (!Number.isInteger(status) || status < 200 || status > 999)
    throw field.error(`expected an HTTP status from 200 on, not ${status}`);
  return status;
}

function readHeaders(field: Field): HeaderList {
  return field.items().map((item) => {
    const entries = Object.entries(item.record());
    const [name, value] = entries[0] ?? [];
    if (entries.length !== 1 || name === undefined || typeof value !== 'string')
      throw item.error(
        "expected one header and its text, as in 'content-type: text/plain'",
      );
    return [name, value] as const;
  });
}

function readChunk(field: Field, eol: LineEnd): Chunk {
  const atMs = field.optional('at')?.number();
  return {
    bytes: readPayload(field, eol),
    ...(atMs === undefined ? {} : { atMs }),
  };
}

function readPayload(field: Field, eol: LineEnd): Uint8Array {
  field.allowOnly('at', 'sse', 'text', 'b64');
  const kinds = (['sse', 'text', 'b64'] as const).filter((kind) => field.has(kind));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    throw field.error('expected exactly one of sse, text and b64');
  const content = field.get(kind);
  try {
    return fromPayload(toPayloadOf(kind, content), eol);
  } catch (error) {
    if (error instanceof CassetteError) throw error;
    throw content.error('expected base64');
  }
}

function toPayloadOf(kind: 'sse' | 'text' | 'b64', content: Field): Payload {
  if (kind === 'text') return { text: content.text() };
  if (kind === 'b64') return { b64: content.text() };
  if (typeof content.value === 'string') return { sse: [content.value] };
  return { sse: content.items().map((item) => item.text()) };
}
