/**
 * `node:http`, without what importing it costs: an import reads all its exports, and for one of
 * them, `WebSocket`, Node loads the whole of undici, which takes longer than all else that a mock
 * needs to start.
 */
export const http = process.getBuiltinModule('node:http');
