import type { Duplex } from 'node:stream';

/** u32 little-endian length of the payload, payload. */
const headerBytes = 4;

export function writeFrame(stream: Duplex, payload: Uint8Array): void {
  const header = Buffer.allocUnsafe(headerBytes);
  header.writeUInt32LE(payload.length);
  stream.cork();
  stream.write(header);
  stream.write(payload);
  stream.uncork();
}

/**
 * Puts frames together again from a stream, which cuts and joins them as it likes.
 *
 * @example
 * const reader = new FrameReader((payload) => …);
 * socket.on('data', (chunk) => reader.push(chunk));
 */
export class FrameReader {
  readonly #onFrame: (payload: Buffer) => void;
  #chunks: Buffer[] = [];
  #numBytes = 0;
  /** Nothing can be done with fewer bytes than these. */
  #numNeeded = headerBytes;

  constructor(onFrame: (payload: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#numBytes += chunk.length;
    // A large frame comes in many chunks, which are joined only once.
    if (this.#numBytes < this.#numNeeded) return;
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    let at = 0;
    this.#numNeeded = frameBytes(bytes, at);
    while (bytes.length - at >= this.#numNeeded) {
      const end = at + this.#numNeeded;
      this.#onFrame(bytes.subarray(at + headerBytes, end));
      at = end;
      this.#numNeeded = frameBytes(bytes, at);
    }
    this.#chunks = at < bytes.length ? [bytes.subarray(at)] : [];
    this.#numBytes = bytes.length - at;
  }
}

/** Size of the frame that begins at a place, as far as it is known there. */
function frameBytes(bytes: Buffer, at: number): number {
  if (bytes.length - at < headerBytes) return headerBytes;
  return headerBytes + bytes.readUInt32LE(at);
}
