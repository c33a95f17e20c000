import { request } from 'node:https';
import { type FaultRule, Mock } from '@samewire/mock';
import {
  type MockServer,
  type MockServerOptions,
  startMockServer,
} from '@samewire/mock/server';
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeCertificate } from '../../src/server/tls/self-made.ts';
import { shortStream } from '../support/exchanges.ts';

async function serve(
  options: MockServerOptions = { tls: 'self-made' },
  faults: readonly FaultRule[] = [],
): Promise<MockServer> {
  const exchanges = [{ match: {}, response: shortStream }];
  const mock = new Mock({ cassettes: [{ exchanges }], repeat: 'last', faults });
  const server = await startMockServer(mock, { minGapMs: 0, ...options });
  onTestFinished(() => server.close());
  return server;
}

/** Asks as a client that trusts one authority; resolves with the body, or why there is none. */
function ask(url: string, ca?: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = '';
  const fail = ({ code = '' }: NodeJS.ErrnoException) =>
    resolve(`${text} ${code}`.trim());
  const outgoing = request(url, { ca, agent: false, method: 'POST' }, (incoming) => {
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    incoming.once('end', () => resolve(text));
    incoming.once('error', fail);
  });
  outgoing.once('error', fail);
  outgoing.end();
  return promise;
}

const first = Buffer.from(shortStream.chunks[0]?.bytes ?? []).toString('latin1');
const whole = Buffer.concat(shortStream.chunks.map(({ bytes }) => bytes)).toString(
  'latin1',
);

describe('a mock over HTTPS', () => {
  test.each(['127.0.0.1', 'localhost'])(
    'is trusted as %s by who trusts its authority, and by nobody else',
    async (name) => {
      const { url, ca } = await serve();
      const address = url.replace('127.0.0.1', name);
      expect(url).toMatch(/^https:/);
      expect(await ask(address, ca)).toBe(whole);
      expect(await ask(address)).toBe('SELF_SIGNED_CERT_IN_CHAIN');
      const { ca: other } = makeCertificate(['localhost']);
      expect(await ask(address, other)).not.toBe(whole);
    },
  );

  test('shows the certificate it is given', async () => {
    const { cert, key, ca } = makeCertificate(['127.0.0.1']);
    const server = await serve({ tls: { cert, key } });
    expect(server.ca).toBeUndefined();
    expect(await ask(server.url, ca)).toBe(whole);
  });

  test('says so where a certificate is none', async () => {
    await expect(serve({ tls: { cert: 'x', key: 'y' } })).rejects.toThrow(
      /the certificate and its key cannot be used/,
    );
  });

  test.each<[FaultRule, string]>([
    [{ fault: 'reset-midstream', afterEvents: 1 }, `${first} ECONNRESET`],
    [{ fault: 'close-midstream', afterEvents: 1 }, `${first} ECONNRESET`],
    [{ fault: 'reset-before-headers' }, 'ECONNRESET'],
  ])('breaks the connection beneath: %j', async (rule, outcome) => {
    const { url, ca } = await serve({ tls: 'self-made' }, [rule]);
    expect(await ask(url, ca)).toBe(outcome);
  });

  test('survives a client that does not speak TLS', async () => {
    const { url, ca } = await serve();
    await fetch(url.replace('https', 'http')).catch(() => {});
    expect(await ask(url, ca)).toBe(whole);
  });
});

describe('a certificate made here', () => {
  test.each(['localhost', '127.0.0.1', '::1', 'fe80::1:2', 'mock.test'])(
    'is for %s',
    (host) => {
      const { cert, ca } = makeCertificate([host]);
      const made = new X509Certificate(cert);
      const check = isIP(host) === 0 ? made.checkHost(host) : made.checkIP(host);
      expect(check).toBe(host);
      expect(made.checkIssued(new X509Certificate(ca))).toBe(true);
      expect(made.verify(new X509Certificate(ca).publicKey)).toBe(true);
    },
  );
});
