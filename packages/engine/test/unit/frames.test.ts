import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { FrameReader, writeFrame } from '../../src/process/frames.ts';

const payloads = ['', 'a', 'x'.repeat(70_000), 'é😀'].map((text) => Buffer.from(text));

function written(): Buffer {
  const stream = new PassThrough({ highWaterMark: 1 << 20 });
  for (const payload of payloads) writeFrame(stream, payload);
  return stream.read() as Buffer;
}

test.for([1, 2, 3, 5, 7, 4096, 1_000_000])(
  'frames survive being cut into chunks of %d bytes',
  (size) => {
    const bytes = written();
    const read: Buffer[] = [];
    const reader = new FrameReader((payload) => read.push(Buffer.from(payload)));
    for (let at = 0; at < bytes.length; at += size)
      reader.push(bytes.subarray(at, at + size));
    expect(read.map(String)).toEqual(payloads.map(String));
  },
);
