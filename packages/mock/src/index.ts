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
