import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { WireError } from './wire-error.ts';

/** What Node's HTTP parser reports of bytes that are no request. */
interface ParserError extends Error {
  readonly code?: string;
}

/** Answers bytes that never became a request, on the bare connection. */
export function answerMalformedRequest(error: ParserError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const wireError = toWireError(error);
  const body = JSON.stringify(wireError.toBody());
  socket.end(
    `HTTP/1.1 ${wireError.status} ${STATUS_CODES[wireError.status]}\r\n` +
      'content-type: application/json; charset=utf-8\r\n' +
      `content-length: ${Buffer.byteLength(body)}\r\n` +
      'connection: close\r\n\r\n' +
      body,
  );
}

function toWireError({ code }: ParserError): WireError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new WireError('The request headers are too large.', { status: 431 });
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new WireError('The chunk extensions are too large.', { status: 413 });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new WireError('The request took too long to arrive.', { status: 408 });
    default:
      return new WireError('The request is not valid HTTP.');
  }
}

/** Answers `Expect:` headers other than the one HTTP knows. */
export function answerUnknownExpectation(
  _request: IncomingMessage,
  response: ServerResponse,
): void {
  const error = new WireError('The expectation in the Expect header is unknown.', {
    status: 417,
  });
  response.writeHead(error.status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(error.toBody()));
}
