import { Mock, readCassette } from '@samewire/mock';
import { mockHandlers } from '@samewire/mock/msw';
import { responder } from '@samewire/mock/synthesise';
import { setupWorker } from 'msw/browser';
import { apiUrl } from '../wire/api-url.ts';
import firstRun from './first-run.yaml?raw';

const notRecorded =
  'Nothing is recorded for this prompt, so the mock has made this answer up.';

/**
 * Answers in place of a server, from a service worker of this page: the examples with what samewire
 * answered when it was recorded, at that speed, and any other prompt as OpenAI would.
 */
export async function startMock(): Promise<void> {
  const mock = new Mock({
    cassettes: [readCassette(firstRun)],
    repeat: 'last',
    speed: 1,
    respond: responder('openai', { text: notRecorded }),
  });
  const api = new URL(apiUrl('v1'));
  const handlers = mockHandlers(mock, { hosts: [api.host + api.pathname] });
  await setupWorker(...handlers).start({
    quiet: true,
    serviceWorker: { url: new URL('mockServiceWorker.js', document.baseURI).href },
    onUnhandledFrame: 'bypass',
  });
}
