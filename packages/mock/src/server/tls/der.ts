/** The few forms of ASN.1 that a certificate is made of, in their distinguished encoding. */

function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  return length < 0x1_00
    ? Buffer.of(0x81, length)
    : Buffer.of(0x82, Math.trunc(length / 0x1_00), length % 0x1_00);
}

export const der = {
  sequence: (...items: readonly Uint8Array[]) => element(0x30, ...items),
  set: (...items: readonly Uint8Array[]) => element(0x31, ...items),
  /** A number that is not negative, as its bytes. */
  integer: (bytes: Uint8Array) =>
    element(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes),
  boolean: (value: boolean) => element(0x01, Buffer.of(value ? 0xff : 0)),
  octets: (bytes: Uint8Array) => element(0x04, bytes),
  bits: (bytes: Uint8Array, numUnused = 0) => element(0x03, Buffer.of(numUnused), bytes),
  text: (value: string) => element(0x0c, Buffer.from(value)),
  /** Years until 2049. */
  time: (date: Date) =>
    element(
      0x17,
      Buffer.from(`${date.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`),
    ),
  /** `2.5.29.17` */
  objectId: (dotted: string) => {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    return element(0x06, Buffer.from([40 * first + second, ...rest.flatMap(base128)]));
  },
  /** What a schema tags with a number, around its contents or in place of their own tag. */
  tagged: (number: number, content: Uint8Array, isConstructed: boolean) =>
    element((isConstructed ? 0xa0 : 0x80) + number, content),
};

function base128(value: number): number[] {
  const low = value % 128;
  const rest = Math.trunc(value / 128);
  return rest === 0 ? [low] : [...base128(rest).map((byte) => byte | 0x80), low];
}
