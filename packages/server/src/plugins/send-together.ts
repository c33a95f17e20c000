import fastifyPlugin from 'fastify-plugin';

/**
 * Lets answers leave together that are ready in the same turn of the event loop, once everything
 * that came in with their requests was looked at.
 *
 * A write wakes the program that waits for it. Where that is on the same machine, it takes as long
 * as all the rest of a short answer; but who was woken by one answer is awake for the next.
 */
export const sendTogether = fastifyPlugin((server, _options, done) => {
  server.addHook('onSend', (_request, _reply, _payload, next) => {
    // After whatever the loop still has to read in this turn, and before it waits for more.
    setImmediate(() => {
      try {
        next();
      } catch (error) {
        // Fastify, too, answers with an error where it cannot write a head.
        next(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
  done();
});
