import { readCassette } from '@samewire/mock';
import { mockHandlers } from '@samewire/mock/msw';
import { setupWorker } from 'msw/browser';

/** What the page read of one answer. */
export interface PageAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly chunks: readonly string[];
}

declare global {
  interface Window {
    startMock: (cassette: string) => Promise<void>;
    ask: (url: string, body: string) => Promise<PageAnswer>;
  }
}

window.startMock = async (cassette) => {
  const worker = setupWorker(...mockHandlers({ cassettes: [readCassette(cassette)] }));
  await worker.start({ quiet: true });
};

window.ask = async (url, body) => {
  const response = await fetch(url, { method: 'POST', body });
  const chunks: string[] = [];
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read())
    chunks.push(String.fromCharCode(...next.value));
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    chunks,
  };
};
