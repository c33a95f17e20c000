import { readFile } from 'node:fs/promises';
import { SeedObject } from '@samewire/shared-types';
import { Type } from 'typebox';
import { parseDocument } from 'yaml';
import { toWireError } from '../errors/to-wire-error.ts';
import { validatorOf } from '../validation/validators.ts';
import { CommandError, exitCodes } from './command-error.ts';

const SeedFile = Type.Object({ seeds: Type.Array(SeedObject) });

/**
 * The objects of a file: a list, in YAML or JSON.
 *
 * @throws CommandError that says what is wrong, and where
 */
export async function readSeedFile(path: string): Promise<readonly SeedObject[]> {
  const document = parseDocument(await readText(path));
  const [fault] = document.errors;
  if (fault !== undefined)
    throw usageError(`Cannot parse the seeds in ${path}: ${fault.message}`);
  const content = { seeds: document.toJS() as unknown };
  const validator = validatorOf({ schema: SeedFile });
  if (!validator(content)) {
    // What the framework throws for a body: its faults are told as those of requests are.
    const { message } = toWireError(
      Object.assign(new Error('invalid seeds'), { validation: validator.errors }),
    );
    throw usageError(`Cannot use the seeds in ${path}: ${message}`);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return content.seeds as readonly SeedObject[];
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(`Cannot read the seeds: ${reason}`);
  }
}

function usageError(message: string): CommandError {
  return new CommandError(message, { exitCode: exitCodes.usage });
}
