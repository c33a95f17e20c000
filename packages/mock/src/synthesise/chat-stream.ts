import type { NeutralEvent, ToolCallPiece } from '../scenario/neutral-event.ts';
import { neutralStream } from '../scenario/neutral-stream.ts';
import { errorValues } from './error-values.ts';
import type { FramedEvent } from './frame.ts';
import { insertExtras } from './operators/insert-extras.ts';
import { joinKinds } from './operators/join-kinds.ts';
import { markSome } from './operators/mark-some.ts';
import { placeFinish } from './operators/place-finish.ts';
import { placeFirst } from './operators/place-first.ts';
import { placeUsage } from './operators/place-usage.ts';
import { shapeCalls } from './operators/shape-calls.ts';
import { thinkTags } from './operators/think-tags.ts';
import type { Session } from './session.ts';
import { fill, type Filling, type Template } from './template.ts';

/** A scenario as a provider orders it: the ideal stream, through the profile's operators. */
function providerEvents(session: Session): readonly NeutralEvent[] {
  const { stream } = session.profile;
  let events = neutralStream(session.scenario);
  if (stream.reasoning === 'think-tags') events = thinkTags(events);
  if (stream.reasoning === 'hidden') events = events.filter(isShown);
  events = shapeCalls(events, stream.calls);
  events = joinKinds(events, stream.joins);
  const hasRoles = session.route === 'chat/completions';
  events = placeFirst(events, hasRoles ? stream.first : 'none');
  events = placeFinish(events, stream.finish);
  events = placeUsage(events, stream.usage, session.tags);
  if (hasRoles) events = insertExtras(events, stream.extras, session.tags);
  return markSome(events, stream.some, session.random);
}

/** Whether an event is seen where reasoning is not. */
function isShown({ reasoning }: NeutralEvent): boolean {
  return reasoning === undefined;
}

/** The events of a streamed answer with their JSON, in the order of the wire. */
export function chatEvents(session: Session, chunk: Template): readonly FramedEvent[] {
  const { templates } = session.profile;
  const soFar = new Map<number, string>();
  const opened = new Set<string>();
  return providerEvents(session).map((event) => {
    const { choice, atMs, text = '', error } = event;
    soFar.set(choice, (soFar.get(choice) ?? '') + text);
    const values = eventValues(session, event, soFar.get(choice) ?? '');
    const opening = openingTags(event, opened);
    if (error) {
      Object.assign(values, errorValues(session, error));
      const failing = fillingOf(session, event, values, [error.kind]);
      return { atMs, json: fill(templates.streamError, failing), isError: true };
    }
    return {
      atMs,
      json: fill(chunk, fillingOf(session, event, values, opening)),
    };
  });
}

/** `opening-text` for the first text of a choice, and so for every kind. */
function openingTags({ kinds, choice }: NeutralEvent, opened: Set<string>): string[] {
  const fresh = kinds.filter((kind) => !opened.has(`${choice} ${kind}`));
  for (const kind of fresh) opened.add(`${choice} ${kind}`);
  return fresh.map((kind) => `opening-${kind}`);
}

function fillingOf(
  session: Session,
  event: NeutralEvent,
  values: Record<string, unknown>,
  tags: readonly string[],
): Filling {
  const { calls = [], text, reasoning } = event;
  const isEmpty = text === '' || reasoning === '' || calls.some(hasNoArguments);
  const own = [...event.kinds, ...tags, ...(isEmpty ? ['empty'] : [])];
  return session.filling(own, values, (list) =>
    list === 'calls'
      ? calls.map((call) => callFilling(session, event.choice, call, own, values))
      : [],
  );
}

function hasNoArguments(call: ToolCallPiece): boolean {
  return call.arguments === '';
}

function eventValues(
  session: Session,
  { choice, atMs, text, reasoning, refusal, finish }: NeutralEvent,
  textSoFar: string,
): Record<string, unknown> {
  return {
    choice,
    createdNow: session.created + Math.floor(atMs / 1000),
    text,
    textSoFar,
    reasoning,
    refusal,
    finish: session.finishWord(finish),
    textBytes: text === undefined ? undefined : [...new TextEncoder().encode(text)],
  };
}

/** What one tool call is filled from. */
export function callFilling(
  session: Session,
  choice: number,
  call: ToolCallPiece,
  tags: readonly string[],
  values: Readonly<Record<string, unknown>>,
): Filling {
  const own = call.custom === true ? [...tags, 'custom'] : tags;
  return session.filling(own, { ...values, ...callValues(session, choice, call) });
}

function callValues(
  session: Session,
  choice: number,
  { index, id, name, arguments: text }: ToolCallPiece,
): Record<string, unknown> {
  const pattern = session.profile.ids['call'] ?? 'call_{base62:24}';
  const made = pattern
    .replaceAll('{name}', () => name)
    .replaceAll('{index}', String(index));
  return {
    'call.index': index,
    'call.next': index + 1,
    'call.id': id ?? session.once(`call ${choice} ${index}`, made),
    'call.name': name,
    'call.arguments': text,
  };
}
