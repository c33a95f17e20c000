export { type Cassette, cassetteVersion } from './cassette/cassette.ts';
export { CassetteError } from './cassette/cassette-error.ts';
export { readCassette } from './cassette/read-cassette.ts';
export { writeCassette } from './cassette/write-cassette.ts';
export type {
  BodyEnd,
  Chunk,
  Exchange,
  RecordedRequest,
  RecordedResponse,
} from './exchange/exchange.ts';
export {
  type HeaderList,
  headerValue,
  withoutTransportHeaders,
} from './exchange/header-list.ts';
export { splitEvents } from './exchange/split-events.ts';
export type { RequestRule } from './match/request-rule.ts';
export type { Difference } from './match/json-diff.ts';
export { type FaultName, faultNames } from './faults/fault-names.ts';
export { FaultError } from './faults/fault-error.ts';
export type { FaultRule } from './faults/fault-rule.ts';
export type { Adapter } from './mock/adapter.ts';
export type { Call } from './mock/call.ts';
export { Mock, type MockOptions } from './mock/mock.ts';
export { MockError } from './mock/mock-error.ts';
export { type MockMode, mockModes } from './mock/mode.ts';
export { type Clock, VirtualClock } from './player/clock.ts';
export { createFetch } from './fetch/mock-fetch.ts';
