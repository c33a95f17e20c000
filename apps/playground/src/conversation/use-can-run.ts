import { readParameters } from '../parameters/read-parameters.ts';
import type { Variant } from '../board/board.ts';
import { useModels } from '../models/use-models.ts';
import { useReadiness } from '../server-status/use-readiness.ts';

/** The model to fall back on, or in words why a prompt cannot be run now. */
export type CanRun =
  | { readonly yes: true; readonly defaultModel: string }
  | { readonly yes: false; readonly because: string };

export function useCanRun(variant: Variant): CanRun {
  const readiness = useReadiness();
  const { defaultModel } = useModels();
  const [fault] = readParameters(variant.parameters).faults;
  if (fault) return { yes: false, because: fault.message };
  if (readiness.state === 'unreachable')
    return { yes: false, because: 'The server is not reachable. Is samewire running?' };
  if (readiness.state === 'not-ready') return { yes: false, because: readiness.message };
  if (defaultModel === undefined)
    return { yes: false, because: 'No model is known yet.' };
  return { yes: true, defaultModel };
}
