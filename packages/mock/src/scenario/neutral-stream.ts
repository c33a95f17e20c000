import type { NeutralEvent } from './neutral-event.ts';
import { Pace } from './pace.ts';
import { argumentPieces, partsOf, piecesOf } from './pieces.ts';
import { seededRandom } from './random.ts';
import type { Content, Part, Scenario } from './scenario.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What an event says, before it has a time. */
type Said = Omit<NeutralEvent, 'choice' | 'atMs'>;

/**
 * The ideal stream of a scenario: for each choice `first`, its tokens, `finish`; then `usage`.
 * Tool calls open, then their arguments follow. Tokens of several choices take turns. An error
 * after so many tokens ends it, but for the `usage`.
 *
 * Pure: the same scenario, the same events.
 */
export function neutralStream(scenario: Scenario): readonly NeutralEvent[] {
  const clock = new VirtualClock(scenario.startedAt ?? 0);
  const random = seededRandom(`pace ${scenario.seed ?? 0}`);
  const pace = new Pace(scenario.latency ?? {}, clock, random);
  const limit = scenario.error?.afterTokens ?? Infinity;

  const events: NeutralEvent[] = [];
  const queues = [scenario, ...(scenario.others ?? [])].map((content) => saidIn(content));
  const emit = (said: Said, choice: number) =>
    events.push({ ...said, choice, atMs: clock.nowMs });

  for (const choice of queues.keys()) emit({ kinds: ['first'] }, choice);
  let numTokens = 0;
  for (let turn = 0; queues.some((queue) => turn < queue.length); turn++) {
    for (const [choice, queue] of queues.entries()) {
      const said = queue[turn];
      if (said === undefined) continue;
      if (numTokens === limit && scenario.error) {
        emit({ kinds: ['error'], error: scenario.error }, choice);
        emit({ kinds: ['usage'] }, 0);
        return events;
      }
      if (said.finish === undefined) {
        pace.token();
        numTokens++;
      }
      emit(said, choice);
    }
  }
  emit({ kinds: ['usage'] }, 0);
  return events;
}

function saidIn(content: Content): readonly Said[] {
  const parts = partsOf(content);
  const calls = parts.filter((part) => 'toolCall' in part);
  const said = parts.flatMap((part): Said[] =>
    'toolCall' in part ? callEvents(part, calls.indexOf(part)) : textEvents(part),
  );
  const finish = content.finish ?? (calls.length > 0 ? 'tool-calls' : 'stop');
  return finish === 'none' ? said : [...said, { kinds: ['finish'], finish }];
}

function textEvents(part: Exclude<Part, { toolCall: unknown }>): Said[] {
  if ('text' in part) {
    return piecesOf(part.text).map((text) => ({ kinds: ['text'], text }));
  }
  if ('reasoning' in part) {
    return piecesOf(part.reasoning).map((reasoning) => ({
      kinds: ['reasoning'],
      reasoning,
    }));
  }
  return piecesOf(part.refusal).map((refusal) => ({ kinds: ['refusal'], refusal }));
}

function callEvents(
  { toolCall }: Extract<Part, { toolCall: unknown }>,
  index: number,
): Said[] {
  const { id, name, custom } = toolCall;
  const call = {
    index,
    name,
    ...(id !== undefined && { id }),
    ...(custom === true && { custom }),
  };
  return [
    { kinds: ['tool-open'], calls: [{ ...call, arguments: '' }] },
    ...argumentPieces(toolCall).map((piece) => ({
      kinds: ['tool-arguments'],
      calls: [{ ...call, arguments: piece }],
    })),
  ];
}
