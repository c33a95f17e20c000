import { neutralStream } from '../scenario/neutral-stream.ts';
import type { Scenario, ScenarioError } from '../scenario/scenario.ts';
import { chatAnswer } from './chat-answer.ts';
import { chatEvents } from './chat-stream.ts';
import { afterBlankLines, type AnswerChunk, oneChunk, planChunks } from './chunk-plan.ts';
import { holds } from './condition.ts';
import { embeddingsAnswer, inputFault } from './embeddings.ts';
import { errorValues, knownError } from './error-values.ts';
import { frameEvents } from './frame.ts';
import { itemAnswer, itemEvents } from './item-stream.ts';
import { makeText } from './make-value.ts';
import type { SynthesisOptions } from './options.ts';
import { rejection } from './reject.ts';
import { Session } from './session.ts';
import { fill } from './template.ts';

/** An answer down to its bytes, before any transport. */
export interface SynthesisedAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly chunks: readonly AnswerChunk[];
}

/**
 * What a provider would send for a scenario: status, headers, and the body in chunks with their
 * delays.
 *
 * Pure and seeded: the same options, the same bytes.
 *
 * @example
 * const { chunks } = synthesise({
 *   profile: profile('groq'),
 *   scenario: { text: 'Hello there.' },
 *   request: { body: { model: 'llama-3.1-8b-instant', stream: true } },
 * });
 *
 * @throws RangeError for a variant the profile does not have.
 */
export function synthesise(options: SynthesisOptions): SynthesisedAnswer {
  const session = new Session(options);
  const { scenario } = options;
  const refused = rejection(session) ?? inputFault(session) ?? immediateError(scenario);
  if (refused) return refusal(session, refused);
  const isStream = session.body['stream'] === true && session.route !== 'embeddings';
  return isStream ? streamed(session) : whole(session);
}

function immediateError({ error }: Scenario): ScenarioError | undefined {
  return error?.afterTokens === undefined ? error : undefined;
}

function refusal(session: Session, error: ScenarioError): SynthesisedAnswer {
  const { status } = knownError(session, error);
  const values = errorValues(session, error);
  const tags = ['error', error.kind, `status-${status}`];
  const json = fill(session.profile.templates.error, session.filling(tags, values));
  return {
    status,
    headers: [...headersFor(session, tags), ...errorHeaders(session, error)],
    chunks: oneChunk(JSON.stringify(json), session.scenario.latency?.firstTokenMs ?? 0),
  };
}

function streamed(session: Session): SynthesisedAnswer {
  const texts = framedTexts(session);
  return {
    status: 200,
    headers: headersFor(session, ['ok']),
    chunks: planChunks(texts, session.profile.transport, session.random),
  };
}

function whole(session: Session): SynthesisedAnswer {
  // Without a stream a failure has a status of its own, however late it came.
  const { error } = session.scenario;
  if (error && session.profile.framing.error.inAnswer !== true)
    return refusal(session, error);
  const finishedMs = neutralStream(session.scenario).at(-1)?.atMs ?? 0;
  const json = JSON.stringify(answerOf(session));
  return {
    status: 200,
    headers: headersFor(session, ['ok']),
    chunks: afterBlankLines(json, finishedMs, session.profile.framing.blankLineEveryMs),
  };
}

function framedTexts(session: Session) {
  const { templates } = session.profile;
  switch (session.route) {
    case 'responses':
      return frameEvents(session, itemEvents(session, templates.responses), false);
    case 'messages':
      return frameEvents(session, itemEvents(session, templates.messages), false);
    case 'completions':
      return frameEvents(session, chatEvents(session, templates.completionChunk));
    case 'chat/completions':
    case 'embeddings':
      return frameEvents(session, chatEvents(session, templates.chunk));
  }
}

function answerOf(session: Session): unknown {
  const { templates } = session.profile;
  switch (session.route) {
    case 'responses':
      return itemAnswer(session, templates.responses);
    case 'messages':
      return itemAnswer(session, templates.messages);
    case 'completions':
      return chatAnswer(session, templates.completion);
    case 'embeddings':
      return embeddingsAnswer(session);
    case 'chat/completions':
      return chatAnswer(session, templates.answer);
  }
}

function headersFor(session: Session, own: readonly string[]): [string, string][] {
  const tags = new Set([...session.tags, ...own]);
  const { model } = session;
  return session.profile.headers
    .filter(({ when = '' }) => holds(when, tags))
    .map(({ name, value }) => [
      name,
      headerText(makeText(value, { model }, session.random)),
    ]);
}

/** What a header can carry: a client's own words may stand in it. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?');
}

function errorHeaders(session: Session, { kind }: ScenarioError): [string, string][] {
  const headers = session.profile.errors[kind]?.headers ?? [];
  return headers.map(([name, value]) => [name, makeText(value, {}, session.random)]);
}
