/** Pictures and recordings, put together by hand. */

/** A BMP whose colours follow from a number. */
export function bmpFile(width: number, height: number, number: number): Buffer {
  const headBytes = 54;
  const rowBytes = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(headBytes + rowBytes * height);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(headBytes, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < rowBytes; x++)
      file[headBytes + y * rowBytes + x] =
        (x * (number + 3) + y * (number * 7 + 5)) % 251;
  return file;
}

/** A WAV of one channel at 16 kHz with 16 bits a sample: a tone. */
export function wavFile(seconds: number, frequency: number): Buffer {
  const sampleRate = 16_000;
  const numSamples = Math.floor(sampleRate * seconds);
  const file = Buffer.alloc(44 + 2 * numSamples);
  file.write('RIFF');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(2 * sampleRate, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(2 * numSamples, 40);
  for (let i = 0; i < numSamples; i++) {
    const phase = (2 * Math.PI * frequency * i) / sampleRate;
    file.writeInt16LE(Math.round(12_000 * Math.sin(phase)), 44 + 2 * i);
  }
  return file;
}

/** The beginning of a PNG that says it has so many pixels. */
export function pngHead(width: number, height: number): Buffer {
  const file = Buffer.alloc(33);
  file.write('\x89PNG\r\n\x1a\n', 'latin1');
  file.writeUInt32BE(13, 8);
  file.write('IHDR', 12);
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  file[24] = 8;
  return file;
}
