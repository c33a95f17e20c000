import type { FastifyReply } from 'fastify';

/** Names what a request asked for and did not get. */
export const ignoredHeader = 'x-samewire-ignored';

/** Adds fields to those that an answer names as left out. */
export function nameIgnored(reply: FastifyReply, fields: readonly string[]): void {
  if (fields.length === 0) return;
  const before = reply.getHeader(ignoredHeader);
  const names = [...(before === undefined ? [] : [String(before)]), ...fields];
  reply.header(ignoredHeader, names.join(', '));
}
