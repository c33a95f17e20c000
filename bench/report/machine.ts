import { arch, cpus, platform, release, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly numCores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    numCores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release().split('-')[0]} ${arch()}`,
    node: process.versions.node,
  };
}

export function formatMachine({
  cpu,
  numCores,
  memoryGiB,
  system,
  node,
}: Machine): string {
  return `${cpu}, ${numCores} cores, ${memoryGiB} GiB, ${system}, Node ${node}`;
}
