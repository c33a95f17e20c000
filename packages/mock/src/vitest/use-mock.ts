import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { readCassettes } from '../files/cassette-files.ts';
import { keepRecording } from '../files/keep-recording.ts';
import { createFetch } from '../fetch/mock-fetch.ts';
import type { Call } from '../mock/call.ts';
import { Mock, type MockOptions } from '../mock/mock.ts';
import { MockError } from '../mock/mock-error.ts';
import { type MockMode, mockModes } from '../mock/mode.ts';
import { denyNetwork } from '../server/deny-network.ts';
import { startMockServer } from '../server/mock-server.ts';
import { Refusals } from './refusals.ts';

export interface UseMockOptions extends Omit<MockOptions, 'cassettes'> {
  /**
   * The file that holds the answers, or a folder of files. Default: named after the test, in
   * the folder `cassettes` beside the test's file.
   */
  readonly cassette?: string;
  /** The provider to ask in the modes that record: `https://api.openai.com`. */
  readonly upstream?: string;
  /** Hosts that may be reached in the modes that ask no provider, besides this machine. */
  readonly allowHosts?: readonly string[];
}

export interface UsedMock {
  readonly mock: Mock;
  /** For clients that take a base URL: ends in `/v1`. */
  readonly baseURL: string;
  /** For clients that take a `fetch`: the same answers without a socket. */
  readonly fetch: typeof globalThis.fetch;
  /** What was asked so far. */
  readonly calls: () => readonly Call[];
}

/**
 * A mock for the test that runs. When the test is over the mock is closed, and the test fails
 * if it did not ask what was recorded, or asked something else.
 *
 * The mode is `options.mode`, or what SAMEWIRE_MOCK_MODE says, or `replay`. Where no provider is to
 * be asked, in `replay` and `lockdown`, no connection to another machine is possible until the test
 * is over, and a test that tries to open one fails.
 *
 * @throws MockError where the cassette is not there, and CassetteError where it is faulty
 */
export async function useMock(options: UseMockOptions = {}): Promise<UsedMock> {
  const { cassette = cassetteOfTest(), upstream, allowHosts = [], ...rest } = options;
  const mode = options.mode ?? modeOfEnvironment();
  const isRecording = mode === 'record-missing' || mode === 'record-all';
  if (!isRecording && mode !== 'passthrough' && !existsSync(cassette))
    throw new MockError(
      `there is no cassette ${cassette}. Record it: SAMEWIRE_MOCK_MODE=record-missing, ` +
        `with the option 'upstream'`,
    );
  const cassettes = existsSync(cassette) ? readCassettes(cassette) : [];
  const mock = new Mock({ ...rest, mode, cassettes });
  const refusals: string[] = [];
  if (isRecording) keepRecording(mock, cassette, (message) => refusals.push(message));
  const server = await startMockServer(mock, {
    minGapMs: 0,
    ...(upstream === undefined ? {} : { upstream }),
  });
  const isOffline = mode === 'replay' || mode === 'lockdown';
  const connections = new Refusals();
  const allowNetwork = isOffline
    ? denyNetwork({ allow: allowHosts, onRefusal: connections.add })
    : undefined;
  onTestFinished(async ({ task }) => {
    allowNetwork?.();
    await server.close();
    if (refusals.length > 0) throw new MockError(`not recorded: ${refusals.join('\n')}`);
    // A test that failed has a better reason than this one.
    const isOver = task.result?.state === 'fail';
    if (isOver || !isOffline) return;
    connections.throwIfAny();
    mock.assertDone();
  });
  return {
    mock,
    baseURL: `${server.url}/v1`,
    fetch: createFetch(mock, { upstream: globalThis.fetch }),
    calls: () => mock.calls(),
  };
}

function cassetteOfTest(): string {
  const { testPath, currentTestName } = expect.getState();
  if (testPath === undefined || currentTestName === undefined)
    throw new MockError('call useMock() in a test, or say which cassette it is to use');
  const name = currentTestName
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .toLowerCase();
  return join(dirname(testPath), 'cassettes', `${name}.yaml`);
}

/** @throws MockError */
function modeOfEnvironment(): MockMode {
  const text = process.env['SAMEWIRE_MOCK_MODE'] ?? 'replay';
  const mode = mockModes.find((candidate) => candidate === text);
  if (mode === undefined)
    throw new MockError(
      `expected one of ${mockModes.join(', ')} in SAMEWIRE_MOCK_MODE, not '${text}'`,
    );
  return mode;
}
