import type { ServerResponse } from 'node:http';
import { CassetteError } from '../cassette/cassette-error.ts';
import { Field } from '../cassette/field.ts';
import { decodeLoosely } from '../exchange/bytes.ts';
import type { RecordedRequest } from '../exchange/exchange.ts';
import { parseJson } from '../exchange/json.ts';
import { FaultError } from '../faults/fault-error.ts';
import { readFaultRule } from '../faults/read-fault-rule.ts';
import type { Mock } from '../mock/mock.ts';
import { MockError } from '../mock/mock-error.ts';
import { mockModes } from '../mock/mode.ts';
import type { AllowReading } from './cors.ts';
import { showCall } from './show-call.ts';
import { toWireHeaders } from './wire-headers.ts';

/** Nothing a provider has begins so. */
export const controlPrefix = '/__mock/';

interface Control {
  readonly mock: Mock;
  /** The JSON that was sent. */
  readonly body: Field;
  readonly query: URLSearchParams;
  readonly refuseConnections: (ms: number) => Promise<void>;
}

type Handler = (control: Control) => unknown;

const routes: Readonly<Record<string, Handler>> = {
  'GET health': ({ mock }) => ({
    ok: true,
    mode: mock.mode,
    cassettes: mock.cassetteNames,
  }),
  'GET calls': ({ mock, query }) =>
    mock.calls(query.get('session') ?? undefined).map(showCall),
  'POST sessions': ({ mock, body }) => {
    body.allowOnly('id', 'cassettes');
    const cassettes = body.optional('cassettes')?.items();
    mock.openSession(
      body.get('id').text(),
      cassettes === undefined ? {} : { cassettes: cassettes.map((name) => name.text()) },
    );
    return {};
  },
  'POST assert-done': ({ mock, query }) => {
    mock.assertDone(query.get('session') ?? undefined);
    return { done: true };
  },
  'POST reset': ({ mock }) => {
    mock.reset();
    return {};
  },
  'GET faults': ({ mock }) => mock.faults.rules,
  'PUT faults': ({ mock, body }) => {
    mock.faults.set(body.items().map(readFaultRule));
    return mock.faults.rules;
  },
  'POST faults': ({ mock, body }) => {
    mock.faults.add(readFaultRule(body));
    return mock.faults.rules;
  },
  'DELETE faults': ({ mock }) => {
    mock.faults.clear();
    return [];
  },
  'PUT mode': ({ mock, body }) => {
    mock.setMode(body.get('mode').oneOf(...mockModes));
    return { mode: mock.mode };
  },
  'POST refuse': async ({ body, refuseConnections }) => {
    const ms = body.get('ms').number();
    // The answer to this request goes out first.
    setTimeout(() => void refuseConnections(ms), refuseAfterMs);
    return { refusedInMs: refuseAfterMs, ms };
  },
};

const refuseAfterMs = 50;

/** Answers a request to the mock itself. */
export async function answerControl(
  mock: Mock,
  { method, url, body }: RecordedRequest,
  response: ServerResponse,
  allow: AllowReading,
  refuseConnections: Control['refuseConnections'],
): Promise<void> {
  const { pathname, searchParams: query } = new URL(url, 'http://mock');
  const name = `${method} ${pathname.slice(controlPrefix.length)}`;
  const handler = routes[name];
  if (handler === undefined) {
    send(response, allow, 404, {
      error: `unknown: ${name}. Known are ${Object.keys(routes).join(', ')}`,
    });
    return;
  }
  try {
    const sent = new Field(parseJson(decodeLoosely(body)), 'body');
    const given = await handler({ mock, body: sent, query, refuseConnections });
    send(response, allow, 200, given);
  } catch (error) {
    send(response, allow, statusOf(error), {
      error: error instanceof Error ? error.message : String(error),
    });
  }
}

function statusOf(error: unknown): number {
  if (error instanceof MockError) return 409;
  return error instanceof CassetteError || error instanceof FaultError ? 400 : 500;
}

function send(
  response: ServerResponse,
  allow: AllowReading,
  status: number,
  body: unknown,
): void {
  response.writeHead(
    status,
    toWireHeaders(allow([['content-type', 'application/json']])),
  );
  response.end(`${JSON.stringify(body)}\n`);
}
