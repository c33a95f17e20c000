import { Socket } from 'node:net';

export interface DenyNetworkOptions {
  /** Hosts that may be reached all the same; this machine always may. */
  readonly allow?: readonly string[];
  /** Told of each connection that was refused: code that catches the error cannot hide it. */
  readonly onRefusal?: (host: string) => void;
}

const prototype = Socket.prototype as { connect: (...args: unknown[]) => Socket };

/** Those who deny at the moment, each until it is told to stop. */
const denials = new Set<DenyNetworkOptions>();
let connectAnywhere: typeof prototype.connect | undefined;

/**
 * Makes every TCP connection to another machine fail, in this process, whoever opens it. For test
 * runs that must not depend on a network.
 *
 * @returns what lets connections through again, unless somebody else denies them too
 */
export function denyNetwork(options: DenyNetworkOptions = {}): () => void {
  denials.add(options);
  if (connectAnywhere === undefined) {
    connectAnywhere = prototype.connect;
    prototype.connect = connectIfAllowed;
  }
  return () => {
    denials.delete(options);
    if (denials.size > 0 || connectAnywhere === undefined) return;
    prototype.connect = connectAnywhere;
    connectAnywhere = undefined;
  };
}

function connectIfAllowed(this: Socket, ...args: unknown[]): Socket {
  const host = hostOf(args);
  const refusing =
    host === undefined || isLoopback(host)
      ? []
      : [...denials].filter(({ allow = [] }) => !allow.includes(host));
  if (refusing.length === 0) return connectAnywhere?.apply(this, args) ?? this;
  for (const { onRefusal } of refusing) onRefusal?.(String(host));
  const error = Object.assign(
    new Error(`a connection to ${host} was refused: the network is denied`),
    { code: 'ENETDENIED' },
  );
  process.nextTick(() => this.destroy(error));
  return this;
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
