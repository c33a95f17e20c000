import type { TSchema } from 'typebox';

/** An answer that comes whole as JSON or, if the request says so, as a stream of chunks. */
export function streamable(whole: TSchema, chunk: TSchema) {
  return {
    description: 'The whole answer, or with `stream` one event per chunk',
    content: {
      'application/json': { schema: whole },
      'text/event-stream': { schema: chunk },
    },
  };
}
