import type { Contender, Scenario } from '../scenario.ts';
import {
  llamaServer,
  samewire,
  type Server,
  type ServerNeeds,
  type Starter,
} from './server.ts';

/** One pool for all slots, and steps that stall streams less: what a careful operator sets. */
const generationFlags = ['--kv-unified', '--batch-size', '256'];

interface ServerFlags {
  /** What llama-server needs to take the load at all; default: nothing. */
  readonly flags?: readonly string[];
  /** The same for samewire. */
  readonly samewireFlags?: readonly string[];
  /** Adapters of the model that both load; requests name them by their place. */
  readonly numAdapters?: number;
  /** What a careful operator sets beside them; default: what suits generation. */
  readonly tunedFlags?: readonly string[];
  /** Samewire once more, with a setting that the scenario is about. */
  readonly variant?: { readonly name: string; readonly flags: readonly string[] };
}

/** A load for a server that was just started; returns a value for each metric. */
type Load = (server: Server) => Promise<Readonly<Record<string, number>>>;

/**
 * samewire and llama-server of the same source with the same slots and context: llama-server once
 * as it starts by default, and once tuned. A quick run leaves the tuned one out.
 */
export function onServers(
  needs: ServerNeeds,
  load: Load,
  options: ServerFlags = {},
): Scenario['contenders'] {
  return async ({ size, modelPath, adapters, serveFlags, program }) => {
    const { tunedFlags = generationFlags, variant } = options;
    const path = await program('llama-server');
    const files = await adapters(options.numAdapters ?? 0);
    const flags = [
      ...(options.flags ?? []),
      ...(files.length === 0
        ? []
        : ['--lora', files.join(','), '--lora-init-without-apply']),
    ];
    const samewireFlags = [
      ...serveFlags,
      ...(options.samewireFlags ?? []),
      ...files.flatMap((file, index) => ['--lora', `adapter-${index}=${file}`]),
    ];
    const starters = [samewire(samewireFlags), llamaServer('llama-server', path, flags)];
    if (variant !== undefined)
      starters.push(samewire([...samewireFlags, ...variant.flags], variant.name));
    if (size === 'full')
      starters.push(llamaServer('llama-server, tuned', path, [...flags, ...tunedFlags]));
    return starters.map((starter) => contender(starter, modelPath, needs, load));
  };
}

function contender(
  starter: Starter,
  modelPath: string,
  needs: ServerNeeds,
  load: Load,
): Contender {
  return {
    name: starter.name,
    async measure() {
      const server = await starter.start(modelPath, needs);
      try {
        return { values: await load(server), command: server.command };
      } finally {
        await server.stop();
      }
    },
  };
}
