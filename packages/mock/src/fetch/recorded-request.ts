import type { RecordedRequest } from '../exchange/exchange.ts';

/** A request of `fetch` as the mock sees it. */
export async function toRecordedRequest(request: Request): Promise<RecordedRequest> {
  return {
    method: request.method,
    url: request.url,
    headers: [...request.headers],
    body: new Uint8Array(await request.arrayBuffer()),
  };
}
