export { replayableHeaders } from './recorded-response.ts';
export type { RecordedResponse } from './recorded-response.ts';
export { replayBody } from './replay-body.ts';
