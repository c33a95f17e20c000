import { basename } from 'node:path';
import type { Progress } from '../packages/engine/llama-cpp/ensure-llama-cpp.ts';
import { waitForQuiet } from './idle.ts';
import { interruption } from './interruption.ts';
import { describeMachine } from './report/machine.ts';
import type { ScenarioResult } from './report/results.ts';
import type { Contender, Measured, Scenario, Setup } from './scenario.ts';

/**
 * Lets the contenders of a scenario take turns. Each round begins with another one, so that what
 * else the machine does, and how warm it is, falls on all of them.
 */
export async function measureScenario(
  scenario: Scenario,
  setup: Setup,
  numRounds: number,
  progress: Progress,
): Promise<ScenarioResult> {
  const contenders = await scenario.contenders(setup);
  progress.step(scenario.name);
  // Named first, so that samewire stays first in the tables whoever begins.
  const values: Record<string, Record<string, number[]>> = Object.fromEntries(
    contenders.map(({ name }) => [name, {}]),
  );
  const commands: Record<string, string> = {};
  let busyBefore = 0;
  for (let round = 0; round < numRounds; round++) {
    for (const [index, contender] of rotated(contenders, round).entries()) {
      busyBefore = Math.max(busyBefore, await waitForQuiet());
      interruption.throwIfAborted();
      const { values: measured, command } = await measure(contender, scenario);
      commands[contender.name] = readable(command);
      for (const [metric, value] of Object.entries(measured))
        ((values[contender.name] ??= {})[metric] ??= []).push(value);
      const numDone = round * contenders.length + index + 1;
      progress.fraction(numDone / (numRounds * contenders.length));
    }
  }
  const { name, title, metrics, seeds } = scenario;
  return {
    name,
    title,
    model: basename(setup.modelPath),
    size: setup.size,
    seeds,
    metrics,
    values,
    commands,
    machine: describeMachine(),
    busyBefore,
  };
}

async function measure(contender: Contender, scenario: Scenario): Promise<Measured> {
  try {
    return await contender.measure();
  } catch (error) {
    throw new Error(`${scenario.name}, ${contender.name}: ${String(error)}`, {
      cause: error,
    });
  }
}

function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

/** The command without this machine's folders, also of files in lists and behind names. */
export function readable(command: readonly string[]): string {
  return command.join(' ').replaceAll(/(?<=^|[ ,=])\/(?:[^ ,=/]+\/)*/g, '');
}
