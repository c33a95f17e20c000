// Runs the catalogue of hostile and malformed requests with its own runner, which writes
// bytes to sockets as no HTTP client would.

import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { EngineError, type EngineRequest } from '@samewire/engine';
import { describe, expect, test } from 'vitest';
import { withFiles } from '../support/model-files.ts';
import { sharedData } from '../support/shared-folder.ts';
import { withListeningServer } from '../support/test-server.ts';

interface CaseResult {
  readonly id: string;
  readonly skip?: string;
  readonly pass?: boolean;
  readonly got?: number | string;
  readonly health?: number;
}

/** Cases whose expectation is not met, and why. */
const knownDifferences: Readonly<Record<string, string>> = {
  ...all('OpenAI names no param for a model that is missing or unknown', [
    'js-035',
    'pa-037',
    'st-003',
    'ty-030',
    'ty-031',
    'ty-033',
    'ty-035',
    'un-027',
    'un-028',
  ]),
  ...all('OpenAI takes a user message without content as an empty one', ['ty-014']),
  ...all('/apply-template is there, and says what is wrong', ['pa-042']),
  ...all('the fault is further inside, and the param says where', [
    'to-032',
    'ty-072',
    'ty-094',
    'ty-096',
    'ty-101',
  ]),
  ...all('OpenAI names no param for an input that is missing', ['ty-090']),
  ...all('OpenAI asks for the word JSON beside json_object', ['sc-091', 'to-043']),
};

function all(reason: string, ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, reason]));
}

const catalogue = sharedData('bad-inputs');
const hasPython = spawnSync('python3', ['--version']).status === 0;
const pythonNote = hasPython ? '' : ' (skipped: there is no python3)';

/** What the native engine checks and a fake one does not. */
function refuse({ prompt, grammar }: EngineRequest): EngineError | undefined {
  if (grammar?.gbnf.includes('('.repeat(201)) === true)
    return new EngineError('invalid-grammar', 'Too many parentheses.', {
      field: 'grammar',
    });
  if (prompt.kind !== 'tokens' || prompt.tokens.every((token) => token < 32_000))
    return undefined;
  return new EngineError('invalid-params', 'There is no such token.', {
    field: 'prompt',
  });
}

/** Sends cases to a server with the reference runner. */
async function runCases(casesFile: string): Promise<CaseResult[]> {
  const options = {
    config: { model: { id: 'MODEL' }, apiKeys: ['KEY'] },
    engine: { refuse },
  };
  let results: CaseResult[] = [];
  await withListeningServer(options, async ({ port }) => {
    const { stdout } = await promisify(execFile)(
      'python3',
      [`${catalogue.path}/run.py`, '--port', String(port), casesFile],
      { maxBuffer: 2 ** 26 },
    );
    results = stdout
      .trim()
      .split('\n')
      .map((line): CaseResult => JSON.parse(line))
      .filter(({ skip }) => skip === undefined);
  });
  return results;
}

/** What must hold whatever was sent. */
function requireHealth(results: readonly CaseResult[]): void {
  expect(results.filter(({ got }) => typeof got === 'number' && got >= 500)).toEqual([]);
  expect(results.filter(({ health }) => health !== 200)).toEqual([]);
}

interface BadCase {
  readonly id: string;
  readonly kind: string;
  readonly method?: string;
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly raw?: string;
  readonly gen?: { readonly prefix: string };
}

function renamed(json: string): string {
  return json.replaceAll('"messages"', '"input"');
}

/**
 * A case for the chat endpoint, as one for another endpoint. Which answer is right then, the
 * catalogue does not say; that it has OpenAI's form and is no failure of ours, it does.
 */
function moved(badCase: BadCase, path: string): object {
  const statuses = [200, 400, 401, 403, 404, 405, 408, 411, 413, 415, 417, 431];
  const { body, raw, gen } = badCase;
  return {
    ...badCase,
    path,
    ...(body === undefined ? {} : { body: JSON.parse(renamed(JSON.stringify(body))) }),
    ...(raw === undefined ? {} : { raw: renamed(raw) }),
    ...(gen === undefined ? {} : { gen: { ...gen, prefix: renamed(gen.prefix) } }),
    expect: { status: statuses, note: '' },
  };
}

describe.skipIf(!catalogue.isThere || !hasPython)(
  `the catalogue of bad inputs${catalogue.note}${pythonNote}`,
  () => {
    test('is answered as expected', { timeout: 300_000 }, async () => {
      const results = await runCases(`${catalogue.path}/cases.jsonl`);
      expect(results.length).toBeGreaterThan(300);
      const missed = results.filter(({ pass }) => pass !== true).map(({ id }) => id);
      expect(missed.toSorted()).toEqual(Object.keys(knownDifferences).toSorted());
      requireHealth(results);
    });

    test.each(['/v1/responses', '/v1/responses/compact', '/v1/conversations'])(
      'does no harm to %s either',
      { timeout: 300_000 },
      async (path) => {
        const cases = readFileSync(`${catalogue.path}/cases.jsonl`, 'utf8')
          .trim()
          .split('\n')
          .map((line): BadCase => JSON.parse(line))
          .filter(
            ({ kind, path: old }) => kind === 'http' && old === '/v1/chat/completions',
          )
          .map((badCase) => JSON.stringify(moved(badCase, path)));
        await withFiles({ 'cases.jsonl': cases.join('\n') }, async (folder) => {
          const results = await runCases(`${folder}/cases.jsonl`);
          expect(results.length).toBeGreaterThan(200);
          expect(results.filter(({ pass }) => pass !== true)).toEqual([]);
          requireHealth(results);
        });
      },
    );
  },
);
