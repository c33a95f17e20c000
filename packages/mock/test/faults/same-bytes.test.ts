import { createFetch, type FaultName, faultNames, Mock } from '@samewire/mock';
import { startMockServer } from '@samewire/mock/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chatRequest, jsonResponse, shortStream } from '../support/exchanges.ts';

const numCalls = 24;
const path = '/v1/chat/completions';

function mockOf(fault: FaultName, seed: number): Mock {
  const response =
    fault === 'blank-lines-before-json' ? jsonResponse({ ok: true }) : shortStream;
  return new Mock({
    cassettes: [{ exchanges: [{ match: {}, response }] }],
    repeat: 'last',
    faults: [{ fault, probability: 0.5, ms: 1 }],
    seed,
  });
}

/** Everything an adapter is told of a number of calls; of endless bodies the first chunks. */
function plansOf(mock: Mock): unknown[] {
  return Array.from({ length: numCalls }, () => {
    const decision = mock.decide(chatRequest());
    if (decision.do !== 'answer') throw new Error('expected an answer');
    const { chunks, ...plan } = decision.plan;
    const shown = [];
    for (const { bytes, holdMs } of chunks) {
      shown.push([Buffer.from(bytes).toString('latin1'), holdMs]);
      if (shown.length > 2000) break;
    }
    return { ...plan, shown };
  });
}

describe('the same seed gives the same bytes', () => {
  test.each(faultNames)('with %s, and another seed does not', (fault) => {
    const plans = plansOf(mockOf(fault, 7));
    expect(plansOf(mockOf(fault, 7))).toEqual(plans);
    expect(plansOf(mockOf(fault, 8))).not.toEqual(plans);
  });

  const endless = new Set<FaultName>(['keepalive-forever']);
  const withoutServer = new Set<FaultName>(['connection-refused']);
  const compared = faultNames.filter(
    (fault) => !endless.has(fault) && !withoutServer.has(fault),
  );

  test.each(compared)(
    'with %s, through the HTTP server and through the fetch function',
    async (fault) => {
      const server = await startMockServer(mockOf(fault, 7), { minGapMs: 0 });
      onTestFinished(() => server.close());
      const mockFetch = createFetch(mockOf(fault, 7));
      const init = { method: 'POST', body: Buffer.from(chatRequest().body) };
      for (let call = 0; call < numCalls; call++)
        expect(await read(mockFetch(`http://mock${path}`, init))).toEqual(
          await read(fetch(server.url + path, init)),
        );
    },
  );
});

/** The status and the bytes, as far as they came. */
async function read(asked: Promise<Response>): Promise<[status: number, text: string]> {
  let status = 0;
  let text = '';
  try {
    const response = await asked;
    ({ status } = response);
    for await (const chunk of response.body as AsyncIterable<Uint8Array>)
      text += Buffer.from(chunk).toString('latin1');
  } catch {
    // A body that breaks off has given what it gave, as has a connection.
  }
  return [status, text];
}
