import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Cassette } from '../cassette/cassette.ts';
import { recordedAnswer } from '../drift/answer.ts';
import { askAgain } from '../drift/ask-again.ts';
import { compareSignatures, type DriftReport } from '../drift/compare.ts';
import { describeDrift } from '../drift/describe.ts';
import {
  readSignatures,
  type Signatures,
  writeSignatures,
} from '../drift/signature-file.ts';
import { signatureOf, type StructureSignature } from '../drift/signature.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { HeaderList } from '../exchange/header-list.ts';
import { toUpstreams, type Upstreams, upstreamUrl } from '../server/upstreams.ts';
import { requireOnline, toUpstreamOption } from './serve-options.ts';
import type { MockSurroundings } from './surroundings.ts';
import { exitCodes, type MockExitCode, UsageError } from './usage-error.ts';

/** What was typed. */
export interface DriftFlags {
  /** Where answers are asked for anew. */
  readonly live?: readonly string[];
  /** Added to requests; `$NAME` is a variable of the environment. */
  readonly header?: readonly string[];
  /** The committed signatures. */
  readonly signatures?: string;
  readonly update?: boolean;
  /** Where the findings go as JSON. */
  readonly report?: string;
}

interface Subject {
  readonly name: string;
  readonly exchange: Exchange;
}

/** What became of one answer. */
type Outcome =
  | { readonly is: StructureSignature; readonly report: DriftReport }
  | { readonly is?: StructureSignature; readonly failure: string };

/**
 * Compares the structure of answers with what is known of it: of live ones with the recorded or
 * the committed, of recorded ones with the committed.
 */
export async function checkDrift(
  cassettes: readonly Cassette[],
  flags: DriftFlags,
  { cwd, env, stdout, stderr }: MockSurroundings,
): Promise<MockExitCode> {
  const { live, signatures: file, update = false } = flags;
  if (update && file === undefined)
    throw new UsageError('--update needs the file to write: --signatures FILE');
  if (live !== undefined) requireOnline('--live', env);
  const path = file === undefined ? undefined : resolve(cwd, file);
  const subjects = subjectsOf(cassettes, path === undefined ? cwd : dirname(path));
  const known = path === undefined ? undefined : readKnown(path, update);
  const upstreams = live === undefined ? undefined : toUpstreams(toUpstreamOption(live));
  const headers = (flags.header ?? []).map((header) => readHeader(header, env));
  const outcomes = new Map<string, Outcome>();
  for (const subject of subjects) {
    const outcome = await compare(subject, known, upstreams, headers);
    outcomes.set(subject.name, outcome);
    if ('report' in outcome)
      stdout.write(`${describeDrift(outcome.report, subject.name)}\n`);
    else if (!update || outcome.is === undefined)
      stderr.write(`${subject.name}: ${outcome.failure}\n`);
  }
  if (path !== undefined && update)
    writeFileSync(path, writeSignatures(toKnown(outcomes)));
  if (flags.report !== undefined)
    writeFileSync(resolve(cwd, flags.report), toJson(outcomes));
  return conclude(outcomes, update, stdout);
}

function subjectsOf(cassettes: readonly Cassette[], folder: string): Subject[] {
  return cassettes.flatMap(({ name = '', exchanges }) =>
    exchanges.map((exchange, index) => {
      const shown = relative(folder, name).replaceAll('\\', '/');
      return { name: `${shown} #${index + 1}`, exchange };
    }),
  );
}

/** @throws CassetteError, UsageError where there are none */
function readKnown(path: string, update: boolean): Signatures {
  if (existsSync(path)) return readSignatures(readFileSync(path, 'utf8'), path);
  if (update) return {};
  throw new UsageError(`there is no ${path}; --update writes it`);
}

async function compare(
  { name, exchange }: Subject,
  known: Signatures | undefined,
  upstreams: Upstreams | undefined,
  headers: HeaderList,
): Promise<Outcome> {
  const recorded = signatureOf(recordedAnswer(exchange.response));
  const was = known === undefined ? recorded : known[name];
  let is = recorded;
  if (upstreams !== undefined) {
    const { request } = exchange;
    if (request === undefined)
      return { failure: 'has a rule in place of a request, so it cannot be asked again' };
    try {
      const url = upstreamUrl(upstreams, request.url.replace(/^https?:\/\/[^/]*/, ''));
      is = signatureOf(await askAgain(request, url, headers));
    } catch (error) {
      return { failure: `not answered: ${wordsOf(error)}` };
    }
  }
  return was === undefined
    ? { is, failure: 'no signature is known; --update adds it' }
    : { is, report: compareSignatures(was, is) };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

/**
 * `authorization: Bearer $OPENAI_API_KEY`, so that no key stands in a command.
 *
 * @throws UsageError
 */
function readHeader(
  text: string,
  env: MockSurroundings['env'],
): readonly [name: string, value: string] {
  const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError(
      `expected a header ('authorization: Bearer $OPENAI_API_KEY') for --header, not '${text}'`,
    );
  const filled = value.replaceAll(/\$(\w+)/g, (_, variable: string) => {
    const content = env[variable];
    if (content === undefined)
      throw new UsageError(`--header names ${variable}, which the environment lacks`);
    return content;
  });
  return [name, filled];
}

function toKnown(outcomes: ReadonlyMap<string, Outcome>): Signatures {
  return Object.fromEntries(
    [...outcomes].flatMap(([name, { is }]) => (is === undefined ? [] : [[name, is]])),
  );
}

function toJson(outcomes: ReadonlyMap<string, Outcome>): string {
  const answers = [...outcomes].map(([name, outcome]) =>
    'report' in outcome
      ? Object.assign({ name }, outcome.report)
      : { name, failure: outcome.failure, breaks: true },
  );
  return `${JSON.stringify({ version: 1, answers }, undefined, 2)}\n`;
}

function conclude(
  outcomes: ReadonlyMap<string, Outcome>,
  update: boolean,
  stdout: MockSurroundings['stdout'],
): MockExitCode {
  const all = [...outcomes.values()];
  const reports = all.flatMap((outcome) => ('report' in outcome ? [outcome.report] : []));
  const numDrifted = reports.filter(({ findings }) => findings.length > 0).length;
  const numBreaking = reports.filter(({ breaks }) => breaks).length;
  const numFailed = all.filter(
    (outcome) => 'failure' in outcome && !(update && outcome.is !== undefined),
  ).length;
  stdout.write(
    `${all.length} answers: ${numDrifted} drifted, ${numBreaking} so that clients may break, ` +
      `${numFailed} not compared\n`,
  );
  // What is written down is known from now on.
  const isFailure = numFailed > 0 || (numBreaking > 0 && !update);
  return isFailure ? exitCodes.failed : exitCodes.ok;
}
