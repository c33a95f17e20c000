import { faultNames } from '../faults/fault-names.ts';
import type { Adapter } from '../mock/adapter.ts';

/** A real socket can do everything but not be there. */
export const serverAdapter: Adapter = {
  name: 'the HTTP server',
  faults: new Set(faultNames.filter((name) => name !== 'connection-refused')),
  limits:
    'a connection is accepted before the request is known. Call refuseConnections(), or ' +
    'POST /__mock/refuse, to have nobody listening for a while',
};
