/**
 * The sockets that the server's process passes on to the engine's. Events have one of their own: the
 * addon writes to it from its threads (native/core/loop/event-pipe.h).
 */
export const messagesFd = 3;
export const eventsFd = 4;
