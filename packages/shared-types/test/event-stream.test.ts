import {
  decodeEvents,
  doneEvent,
  encodeEvent,
  keepAliveComment,
} from '@samewire/shared-types';
import { describe, expect, test } from 'vitest';

/** A stream cut into pieces of the given number of bytes. */
async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

function decode(text: string, size = 1): Promise<string[]> {
  return Array.fromAsync(decodeEvents(inPieces(text, size)));
}

describe('an event stream', () => {
  test('comes back event by event, wherever its bytes are cut', async () => {
    const events = ['{"text":"é 😀"}', '{"text":"line\\u2028end"}'];
    const stream = events.map(encodeEvent).join('') + doneEvent;
    for (const size of [1, 2, 3, 7, 1000])
      expect(await decode(stream, size)).toEqual(events);
  });

  test('ends at [DONE], whatever follows', async () => {
    expect(await decode(encodeEvent('1') + doneEvent + encodeEvent('2'))).toEqual(['1']);
  });

  test('ends where it is cut off', async () => {
    expect(await decode(encodeEvent('1'))).toEqual(['1']);
  });

  test('hides the comments that keep it alive', async () => {
    expect(await decode(keepAliveComment + encodeEvent('1') + keepAliveComment)).toEqual([
      '1',
    ]);
  });

  test('may use any line end', async () => {
    expect(await decode('data: 1\r\n\r\ndata:2\r\n\r\n')).toEqual(['1', '2']);
  });
});
