import { readFormat, readTools } from '../parameters/read-json.ts';
import { readParameters } from '../parameters/read-parameters.ts';
import type { Variant } from '../board/board.ts';
import { useModels } from '../models/use-models.ts';
import { useReadiness } from '../server-status/use-readiness.ts';

/** The model to fall back on, or in words why a prompt cannot be run now. */
export type CanRun =
  | { readonly yes: true; readonly defaultModel: string }
  | { readonly yes: false; readonly because: string };

export function useCanRun(variants: readonly Variant[]): CanRun {
  const readiness = useReadiness();
  const { defaultModel } = useModels();
  const [fault] = variants.flatMap(faultsOf);
  if (fault !== undefined) return { yes: false, because: fault };
  if (readiness.state === 'unreachable')
    return { yes: false, because: 'The server is not reachable. Is samewire running?' };
  if (readiness.state === 'not-ready') return { yes: false, because: readiness.message };
  if (defaultModel === undefined)
    return { yes: false, because: 'No model is known yet.' };
  return { yes: true, defaultModel };
}

function faultsOf({ parameters, tools, schema }: Variant): string[] {
  const ofNumbers = readParameters(parameters).faults.map(({ message }) => message);
  const ofJson = [readTools(tools).fault, readFormat(schema).fault];
  return [...ofNumbers, ...ofJson.filter((fault) => fault !== undefined)];
}
