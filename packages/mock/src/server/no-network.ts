/**
 * For `node --import`: the process reaches no other machine, and fails in the end if anything in it
 * tried to, even if that caught the error.
 */
import { denyNetwork } from './deny-network.ts';

const hosts = new Set<string>();
denyNetwork({ onRefusal: (host) => void hosts.add(host) });
process.on('exit', () => {
  if (hosts.size === 0) return;
  process.stderr.write(
    `something connected to ${[...hosts].join(', ')}, which is no part of the mock\n`,
  );
  process.exitCode ||= 1;
});
