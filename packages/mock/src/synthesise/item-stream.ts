import { argumentPieces, partsOf, piecesOf } from '../scenario/pieces.ts';
import { Pace } from '../scenario/pace.ts';
import { seededRandom } from '../scenario/random.ts';
import type { Part, ScenarioError } from '../scenario/scenario.ts';
import { VirtualClock } from '../scenario/virtual-clock.ts';
import { errorValues } from './error-values.ts';
import type { FramedEvent } from './frame.ts';
import type { Session } from './session.ts';
import { fill, type Filling, type Template } from './template.ts';

/** One item of an answer: a message, a call, a stretch of reasoning. */
interface Item {
  readonly kind: 'text' | 'reasoning' | 'refusal' | 'call';
  readonly pieces: readonly string[];
  readonly name?: string;
  readonly id?: string;
}

type Steps = Readonly<Record<string, Template>>;

/**
 * A stream of items that open, grow and close, as the Responses API has it and Anthropic's
 * messages: `start`; for each item `KIND-open`, `KIND-delta` for each piece, `KIND-close`; then
 * `end`, or `failed`. A step is a list of events; a step that a profile does not have is silent.
 */
export function itemEvents(session: Session, steps: Steps): readonly FramedEvent[] {
  return new ItemStream(session, steps).events();
}

/** The answer to a request that did not ask for a stream: the step `answer`. */
export function itemAnswer(session: Session, steps: Steps): unknown {
  const stream = new ItemStream(session, steps);
  return fill(steps['answer'] ?? null, stream.filling(['completed', stream.ending]));
}

class ItemStream {
  readonly #session: Session;
  readonly #steps: Steps;
  readonly #items: readonly Item[];
  readonly #clock = new VirtualClock(0);
  readonly #events: FramedEvent[] = [];

  constructor(session: Session, steps: Steps) {
    this.#session = session;
    this.#steps = steps;
    this.#items = partsOf(session.scenario).map(itemOf);
  }

  /** Why the answer ends, as a tag: `ended-stop`, `ended-length`, … */
  get ending(): string {
    const hasCalls = this.#items.some(({ kind }) => kind === 'call');
    return `ended-${this.#session.scenario.finish ?? (hasCalls ? 'tool-calls' : 'stop')}`;
  }

  events(): readonly FramedEvent[] {
    const { latency = {}, error, seed = 0 } = this.#session.scenario;
    const pace = new Pace(latency, this.#clock, seededRandom(`pace ${seed}`));
    let left = error?.afterTokens ?? Infinity;
    this.#step('start', this.filling(['started']));
    for (const [index, item] of this.#items.entries()) {
      this.#step(`${item.kind}-open`, this.#itemFilling(item, index, ['open']));
      for (const [at, piece] of item.pieces.entries()) {
        if (error && left-- <= 0) return this.#fail(error);
        pace.token();
        const tags = at === 0 ? ['delta', 'opening-delta'] : ['delta'];
        this.#step(`${item.kind}-delta`, this.#itemFilling(item, index, tags, piece));
      }
      this.#step(`${item.kind}-close`, this.#itemFilling(item, index, ['close']));
    }
    if (error) return this.#fail(error);
    this.#step('end', this.filling(['completed', this.ending]));
    return this.#events;
  }

  filling(tags: readonly string[], values: Record<string, unknown> = {}): Filling {
    const filling: Filling = this.#session.filling(
      tags,
      {
        sequence: this.#events.length,
        finish: this.#finishWord(tags),
        ...values,
      },
      (list) =>
        list === 'items'
          ? this.#items.map((item, index) =>
              this.#itemFilling(item, index, ['close', ...tags]),
            )
          : [],
    );
    return withValue(filling, 'response', () =>
      fill(this.#steps['response'] ?? null, filling),
    );
  }

  #finishWord(tags: readonly string[]): string | undefined {
    if (!tags.includes('completed')) return undefined;
    const { finish } = this.#session.scenario;
    const hasCalls = this.#items.some(({ kind }) => kind === 'call');
    return this.#session.finishWord(finish ?? (hasCalls ? 'tool-calls' : 'stop'));
  }

  #itemFilling(
    item: Item,
    index: number,
    tags: readonly string[],
    delta?: string,
  ): Filling {
    const { kind, pieces, name, id } = item;
    const session = this.#session;
    const idName = {
      text: 'message',
      refusal: 'message',
      reasoning: 'reasoning',
      call: 'functionCall',
    };
    const made = (pattern: string) => session.once(`item ${index} ${pattern}`, pattern);
    const values = {
      sequence: this.#events.length,
      'item.index': index,
      'item.id': made(session.profile.ids[`${idName[kind]}Id`] ?? '{uuid}'),
      'item.text': pieces.join(''),
      'call.id':
        id ?? made(session.profile.ids['callId'] ?? session.profile.ids['call'] ?? ''),
      'call.name': name,
      'call.arguments': pieces.join(''),
      'call.value': parsed(pieces.join('')),
      delta,
      'delta.bytes': bytesOf(delta ?? ''),
    };
    const filling = session.filling([kind, ...tags], values, (list) =>
      list === 'pieces'
        ? pieces.map((piece) =>
            session.filling([], { delta: piece, 'delta.bytes': bytesOf(piece) }),
          )
        : [],
    );
    return withValue(filling, 'item', () => fill(this.#steps['item'] ?? null, filling));
  }

  #fail(error: ScenarioError): readonly FramedEvent[] {
    const values = errorValues(this.#session, error);
    this.#step('failed', this.filling(['failed', error.kind], values));
    return this.#events;
  }

  /** Writes the events of a step, each with the number it has in the stream. */
  #step(name: string, filling: Filling): void {
    const templates = this.#steps[name];
    if (!Array.isArray(templates)) return;
    for (const template of templates as readonly Template[]) {
      const numbered = withValue(filling, 'sequence', () => this.#events.length);
      for (const json of fill([template], numbered) as unknown[]) {
        const { type } = json as { readonly type?: unknown };
        const isNamed = this.#session.profile.framing.named && typeof type === 'string';
        this.#events.push({
          atMs: this.#clock.nowMs,
          json,
          ...(isNamed && { name: type }),
        });
      }
    }
  }
}

/** A filling with one value more. */
function withValue(filling: Filling, name: string, value: () => unknown): Filling {
  return {
    ...filling,
    value: (key, argument) => (key === name ? value() : filling.value(key, argument)),
  };
}

function itemOf(part: Part): Item {
  if ('text' in part) return { kind: 'text', pieces: piecesOf(part.text) };
  if ('reasoning' in part) return { kind: 'reasoning', pieces: piecesOf(part.reasoning) };
  if ('refusal' in part) return { kind: 'refusal', pieces: piecesOf(part.refusal) };
  const { name, id } = part.toolCall;
  const pieces = argumentPieces(part.toolCall);
  return { kind: 'call', pieces, name, ...(id !== undefined && { id }) };
}

/** The value that arguments stand for; broken arguments stand for nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function bytesOf(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}
