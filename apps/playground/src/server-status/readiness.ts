/** Whether the server can answer, as far as this page knows. */
export type Readiness =
  | { readonly state: 'asking' }
  | { readonly state: 'ready' }
  | {
      readonly state: 'not-ready';
      /** Why not, in the server's words. */
      readonly message: string;
      /** How much of the model is loaded, from 0 to 1, while it loads. */
      readonly progress: number | undefined;
    }
  | { readonly state: 'unreachable' };

export interface ProbeAnswer {
  readonly status: number;
  readonly body: string;
}

/** Reads what `/readyz` answered, and `/startupz` where that was asked too. */
export function readProbes(ready: ProbeAnswer, startup?: ProbeAnswer): Readiness {
  // A server without probe routes that answers at all is as ready as one can know.
  if (ready.status < 500) return { state: 'ready' };
  const { error } = fieldsOf(ready.body);
  const message = fieldsOf(error)['message'];
  const { phase, progress } = fieldsOf(startup?.body);
  return {
    state: 'not-ready',
    message: typeof message === 'string' ? message : 'The server is not ready.',
    progress: phase === 'loading' && typeof progress === 'number' ? progress : undefined,
  };
}

/** The fields of an object, or of the object a JSON text describes; none of anything else. */
function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'string') {
    try {
      return fieldsOf(JSON.parse(value));
    } catch {
      return {};
    }
  }
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
