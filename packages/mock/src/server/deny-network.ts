import { Socket } from 'node:net';

/**
 * Makes every connection to another machine fail, in this process, whoever opens it. For test
 * runs that must not depend on a network.
 *
 * @returns what lets connections through again
 */
export function denyNetwork(): () => void {
  const prototype = Socket.prototype as { connect: (...args: unknown[]) => Socket };
  const { connect } = prototype;
  prototype.connect = function connectLocally(this: Socket, ...args: unknown[]): Socket {
    const host = hostOf(args);
    if (host === undefined || isLoopback(host)) return connect.apply(this, args);
    const error = Object.assign(
      new Error(`a connection to ${host} was refused: the network is denied in lockdown`),
      { code: 'ENETDENIED' },
    );
    process.nextTick(() => this.destroy(error));
    return this;
  };
  return () => {
    prototype.connect = connect;
  };
}

/** Undefined for pipes. Node hands its own calls over as one list. */
function hostOf(args: readonly unknown[]): string | undefined {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { readonly host?: string; readonly path?: string };
    return path === undefined || path === null ? (host ?? 'localhost') : undefined;
  }
  if (typeof first === 'string' && Number.isNaN(Number(first))) return undefined;
  return typeof second === 'string' ? second : 'localhost';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
