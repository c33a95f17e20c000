import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { encodeEvent, keepAliveComment } from '@samewire/shared-types';
import type { WireError } from '../errors/wire-error.ts';

export interface EventStreamOptions {
  /** Silence after which a comment line tells proxies and clients that all is well. */
  readonly keepAliveMs: number;
  /** How long a client may leave its connection full before it is cut off. */
  readonly stallTimeoutMs: number;
}

export const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  // Tells nginx to pass events on as they come.
  'x-accel-buffering': 'no',
} as const;

/** Text is handed to the socket at this length even while more is arriving. */
const maxPendingLength = 65_536;

/**
 * The answer to one request as server-sent events, from the first byte to the end.
 *
 * Everything written in one turn of the event loop leaves in one piece. A writer that
 * finds the stream full waits for `drained()`; whoever does not read for too long is cut
 * off, which closes the response.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #options: EventStreamOptions;
  readonly #keepAlive: NodeJS.Timeout;
  #pending = '';
  #isFlushScheduled = false;
  #isHeadSent = false;
  #drained: Promise<void> | undefined;

  /** @param response with its head written, and nothing of its body */
  constructor(response: ServerResponse, options: EventStreamOptions) {
    this.#response = response;
    this.#options = options;
    this.#keepAlive = setTimeout(() => this.#breakSilence(), options.keepAliveMs);
    response.once('close', () => clearTimeout(this.#keepAlive));
    this.#scheduleFlush();
  }

  /** Whether a writer should wait for `drained()` before it writes on. */
  get isFull(): boolean {
    return this.#drained !== undefined;
  }

  /** Events as text, ready to send. */
  write(text: string): void {
    if (text === '') return;
    this.#pending += text;
    if (this.#pending.length >= maxPendingLength) this.#flush();
    else this.#scheduleFlush();
  }

  /** Resolves when the client has read on, or is gone. */
  async drained(): Promise<void> {
    await this.#drained;
  }

  /** Ends a stream that went well, with the events that say so. */
  end(lastEvents: string): void {
    this.#close(lastEvents);
  }

  /** Ends a stream that failed: without `[DONE]`, so that nobody takes it for complete. */
  fail(error: WireError): void {
    this.#close(encodeEvent(JSON.stringify(error.toBody())));
  }

  #close(lastEvents: string): void {
    clearTimeout(this.#keepAlive);
    const text = this.#pending + lastEvents;
    this.#pending = '';
    const response = this.#response;
    // Of a client that has left, no further sign will come.
    if (response.destroyed) return;
    response.end(text);
    const stall = setTimeout(() => response.destroy(), this.#options.stallTimeoutMs);
    response.once('close', () => clearTimeout(stall));
  }

  #scheduleFlush(): void {
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    // After all the promises that are ready now, and so after every event that is here.
    process.nextTick(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushScheduled = false;
    if (this.#response.writableEnded || this.#response.destroyed) return;
    const text = this.#pending;
    this.#pending = '';
    this.#keepAlive.refresh();
    if (text !== '') this.#send(text);
    else if (!this.#isHeadSent) this.#response.flushHeaders();
    this.#isHeadSent = true;
  }

  /**
   * Puts a piece of the body on its way. With the head gone, that means the socket itself
   * and the framing of chunked transfer done here: for pieces of a few hundred bytes, the
   * three buffers `ServerResponse` makes of each are a third of the server's time. The
   * response does it where there is no chunked transfer (HTTP/1.0), or where the socket
   * still belongs to an earlier request.
   */
  #send(text: string): void {
    const { socket, chunkedEncoding } = this.#response;
    if (!this.#isHeadSent || !chunkedEncoding || socket === null) {
      if (!this.#response.write(text)) this.#waitForDrain(this.#response);
      return;
    }
    const length = Buffer.byteLength(text).toString(16);
    if (!socket.write(`${length}\r\n${text}\r\n`)) this.#waitForDrain(socket);
  }

  #waitForDrain(writable: Writable): void {
    if (this.#drained !== undefined || this.#response.destroyed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#drained = promise;
    const response = this.#response;
    const stall = setTimeout(() => response.destroy(), this.#options.stallTimeoutMs);
    const finish = () => {
      clearTimeout(stall);
      writable.off('drain', finish);
      response.off('close', finish);
      this.#drained = undefined;
      resolve();
    };
    writable.on('drain', finish);
    response.on('close', finish);
  }

  #breakSilence(): void {
    if (this.isFull) this.#keepAlive.refresh();
    else this.write(keepAliveComment);
  }
}
