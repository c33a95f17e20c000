import type { SelfMadeCertificate } from './self-made.ts';

/** `self-made`, or a certificate with its key, as PEM. */
export type TlsOptions = 'self-made' | Omit<SelfMadeCertificate, 'ca'>;

/** What an HTTPS server shows; `ca` is there if it was made for it. */
export async function toCertificate(
  tls: TlsOptions,
  host: string,
): Promise<Omit<SelfMadeCertificate, 'ca'> & Partial<Pick<SelfMadeCertificate, 'ca'>>> {
  if (tls !== 'self-made') return tls;
  const { makeCertificate } = await import('./self-made.ts');
  const local = ['localhost', '127.0.0.1', '::1'];
  const isWildcard = host === '0.0.0.0' || host === '::';
  return makeCertificate(isWildcard || local.includes(host) ? local : [host, ...local]);
}
