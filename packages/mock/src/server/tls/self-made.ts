import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { isIP } from 'node:net';
import { der } from './der.ts';

/** What a server shows, and what its clients have to trust. */
export interface SelfMadeCertificate {
  /** PEM, with that of the authority behind it. */
  readonly cert: string;
  /** PEM */
  readonly key: string;
  /** The authority's certificate as PEM; its key is thrown away. */
  readonly ca: string;
}

const day = 24 * 60 * 60 * 1000;
/** Long enough for a process; nothing else is to rely on it. */
const validForMs = 30 * day;

const ids = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKey: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
} as const;

/**
 * A certificate of an authority that exists for it alone. It is two certificates, since not every
 * client takes an authority's own for a server's.
 *
 * @param hosts names and addresses by which the server is known
 */
export function makeCertificate(hosts: readonly string[]): SelfMadeCertificate {
  const authority = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const server = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const issuer = { name: 'samewire mock, made for this run', ...authority };
  const ca = certificate(issuer, issuer, [
    extension(ids.basicConstraints, der.sequence(der.boolean(true)), true),
    // Bit 5: signs certificates.
    extension(ids.keyUsage, der.bits(Buffer.of(0b0000_0100), 2), true),
    extension(ids.subjectKey, der.octets(keyId(authority.publicKey))),
  ]);
  const cert = certificate(issuer, { name: hosts[0] ?? 'localhost', ...server }, [
    extension(ids.basicConstraints, der.sequence(), true),
    // Bit 0: signs what the handshake needs.
    extension(ids.keyUsage, der.bits(Buffer.of(0b1000_0000), 7), true),
    extension(ids.extendedKeyUsage, der.sequence(der.objectId(ids.serverAuthentication))),
    extension(ids.alternativeNames, der.sequence(...hosts.map(alternativeName))),
    extension(ids.subjectKey, der.octets(keyId(server.publicKey))),
    extension(
      ids.authorityKey,
      der.sequence(der.tagged(0, keyId(authority.publicKey), false)),
    ),
  ]);
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  return { cert: cert + ca, key, ca };
}

interface Issuer {
  readonly name: string;
  readonly privateKey: KeyObject;
}

interface Subject {
  readonly name: string;
  readonly publicKey: KeyObject;
}

/** RFC 5280, version 3. */
function certificate(
  issuer: Issuer,
  subject: Subject,
  extensions: readonly Buffer[],
): string {
  const algorithm = der.sequence(der.objectId(ids.ecdsaWithSha256));
  const now = Date.now();
  const signed = der.sequence(
    der.tagged(0, der.integer(Buffer.of(2)), true),
    der.integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    algorithm,
    nameOf(issuer.name),
    // Clocks of machines differ.
    der.sequence(der.time(new Date(now - day)), der.time(new Date(now + validForMs))),
    nameOf(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    der.tagged(3, der.sequence(...extensions), true),
  );
  const signature = sign('sha256', signed, issuer.privateKey);
  return toPem(der.sequence(signed, algorithm, der.bits(signature)));
}

function nameOf(commonName: string): Buffer {
  return der.sequence(
    der.set(der.sequence(der.objectId(ids.commonName), der.text(commonName))),
  );
}

function extension(id: string, value: Uint8Array, isCritical = false): Buffer {
  return der.sequence(
    der.objectId(id),
    ...(isCritical ? [der.boolean(true)] : []),
    der.octets(value),
  );
}

function alternativeName(host: string): Buffer {
  return isIP(host) === 0
    ? der.tagged(2, Buffer.from(host), false)
    : der.tagged(7, addressBytes(host), false);
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const numMissing = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array<string>(numMissing).fill('0'), ...after];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

/** What names a key in certificates: the hash of the key itself, without its kind. */
function keyId(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = [Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
  return createHash('sha1').update(Buffer.concat(point)).digest();
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
