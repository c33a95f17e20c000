import { once } from 'node:events';
import { createServer } from 'node:net';
import { CommandError } from './command-error.ts';

const maxPortsToTry = 50;

/**
 * Makes sure the address can be listened on, before anything slow begins.
 *
 * @throws CommandError that names the next port which is free
 */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const code = await listenFault(host, port);
  if (code === undefined) return;
  if (code !== 'EADDRINUSE') throw listenError(host, port, code);
  const next = await nextFreePort(host, port);
  throw new CommandError(
    `Port ${port} on ${host} is already in use by another program.`,
    { hints: next === undefined ? [] : [`Port ${next} is free:  --port ${next}`] },
  );
}

function listenError(host: string, port: number, code: string): CommandError {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EADDRNOTAVAIL':
      return new CommandError(
        `Cannot listen on the host '${host}': it is no address of this machine (${code}).`,
      );
    case 'EACCES':
      return new CommandError(
        `Cannot listen on port ${port}: this user may not (${code}).`,
      );
    default:
      return new CommandError(`Cannot listen on ${host} port ${port} (${code}).`);
  }
}

async function nextFreePort(host: string, taken: number): Promise<number | undefined> {
  for (let port = taken + 1; port <= Math.min(taken + maxPortsToTry, 65_535); port++)
    if ((await listenFault(host, port)) === undefined) return port;
  return undefined;
}

/** The code of the failure to listen, or undefined if it works. */
async function listenFault(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    const listening = once(server, 'listening');
    server.listen(port, host);
    await listening;
    const closed = once(server, 'close');
    server.close();
    await closed;
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
}
