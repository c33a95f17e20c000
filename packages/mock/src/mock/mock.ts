import type { Cassette } from '../cassette/cassette.ts';
import type {
  Exchange,
  RecordedRequest,
  RecordedResponse,
} from '../exchange/exchange.ts';
import { applyFaults, replacesAnswer, spoilsAnswer } from '../faults/apply-faults.ts';
import { FaultError } from '../faults/fault-error.ts';
import { type DrawnFault, FaultPlan } from '../faults/fault-plan.ts';
import type { FaultRule } from '../faults/fault-rule.ts';
import { describeMiss, type Miss, place } from '../match/describe-miss.ts';
import { findExchange, type Repeat } from '../match/find-exchange.ts';
import { type Entry, Library } from '../match/library.ts';
import { type RequestView, viewRequest } from '../match/request-view.ts';
import { takeSession } from '../match/session-id.ts';
import { type AnswerPlan, planAnswer } from '../player/answer-plan.ts';
import { type Clock, realClock } from '../player/clock.ts';
import type { Adapter } from './adapter.ts';
import type { Call } from './call.ts';
import { missAnswer } from './miss-answer.ts';
import { MockError } from './mock-error.ts';
import { MockSession } from './mock-session.ts';
import type { MockMode } from './mode.ts';

export interface MockOptions {
  readonly cassettes?: readonly Cassette[];
  /** Default: `replay`. */
  readonly mode?: MockMode;
  /** What happens when all recorded answers to a request were given. Default: `error`. */
  readonly repeat?: Repeat;
  readonly faults?: readonly FaultRule[];
  /** Makes chance repeatable. Default: 1. */
  readonly seed?: number;
  /** How fast recorded time passes; 1 is as recorded. Default: 0, without waiting. */
  readonly speed?: number;
  /** Default: the machine's time. */
  readonly clock?: Clock;
  /** Fields of the body that do not count when requests are compared. */
  readonly ignore?: readonly string[];
  /** Answers what is not recorded; undefined makes it a miss. */
  readonly respond?: (request: RecordedRequest) => RecordedResponse | undefined;
  /** Told of every miss. */
  readonly onMiss?: (message: string) => void;
  /** How many calls are remembered. Default: 10,000. */
  readonly maxCalls?: number;
}

/** What to do with a request. */
export type Decision =
  | { readonly do: 'answer'; readonly plan: AnswerPlan }
  | {
      readonly do: 'forward';
      readonly request: RecordedRequest;
      /** Keeps what came; absent where nothing is to be recorded. */
      readonly record?: (exchange: Exchange) => void;
    };

interface Asked {
  readonly session: MockSession;
  readonly view: RequestView;
  readonly call: Call;
}

/** Where a fault answers in its place. */
const noAnswer: RecordedResponse = { status: 200, headers: [], chunks: [] };

/**
 * The mock without a transport: cassettes, sessions, faults and the calls so far. Adapters
 * ask it what to do with each request.
 */
export class Mock {
  readonly clock: Clock;
  readonly speed: number;
  readonly faults: FaultPlan;
  readonly #options: MockOptions;
  readonly #library: Library;
  readonly #sessions = new Map<string, MockSession>();
  readonly #plans = new WeakMap<Entry, AnswerPlan>();
  readonly #calls: Call[] = [];
  readonly #recorded: Exchange[] = [];
  readonly #onRecord: ((exchange: Exchange) => void)[] = [];
  #mode: MockMode;
  #numCalls = 0;

  constructor(options: MockOptions = {}) {
    this.#options = options;
    this.#mode = options.mode ?? 'replay';
    this.clock = options.clock ?? realClock;
    this.speed = options.speed ?? 0;
    this.faults = new FaultPlan(options.seed ?? 1, options.faults ?? []);
    this.#library = new Library(options.cassettes ?? [], options.ignore ?? []);
  }

  get mode(): MockMode {
    return this.#mode;
  }

  /** @throws MockError in lockdown */
  setMode(mode: MockMode): void {
    if (this.#mode === 'lockdown' && mode !== 'lockdown')
      throw new MockError('the mock is in lockdown; its mode cannot be changed');
    this.#mode = mode;
  }

  /** All calls so far, or those of a session. */
  calls(session?: string): readonly Call[] {
    return session === undefined
      ? this.#calls
      : this.#calls.filter((call) => call.session === session);
  }

  /** What was recorded so far. */
  get recorded(): readonly Exchange[] {
    return this.#recorded;
  }

  onRecord(listener: (exchange: Exchange) => void): void {
    this.#onRecord.push(listener);
  }

  addCassette(cassette: Cassette): void {
    this.#library.add(cassette);
  }

  get cassetteNames(): readonly string[] {
    return [...new Set(this.#library.entries.map(({ cassette }) => cassette))];
  }

  /** The hosts that answers were recorded from. */
  get hosts(): ReadonlySet<string> {
    const hosts = this.#library.entries.map(
      ({ exchange }) => exchange.request && viewRequest(exchange.request).host,
    );
    return new Set(hosts.filter((host) => host !== undefined));
  }

  /** Says how an adapter answers, so that no fault is asked of it that it cannot do. */
  attach(adapter: Adapter): void {
    this.faults.attach(adapter);
  }

  /**
   * Begins a session anew.
   *
   * @param cassettes names of the only cassettes that count in it; default: all
   * @throws MockError where a cassette is unknown
   */
  openSession(
    id: string,
    { cassettes }: { readonly cassettes?: readonly string[] } = {},
  ): void {
    const known = this.cassetteNames;
    for (const name of cassettes ?? [])
      if (!known.includes(name))
        throw new MockError(`no cassette '${name}'; there are ${known.join(', ')}`);
    this.#sessions.set(id, new MockSession(id, cassettes));
  }

  /** Forgets sessions, calls and misses; cassettes and faults stay. */
  reset(): void {
    this.#sessions.clear();
    this.#calls.length = 0;
  }

  /** Whether a request would be answered by something recorded, or by a rule. */
  expects(incoming: RecordedRequest): boolean {
    const { session: id, request } = takeSession(incoming);
    const session = this.#session(id);
    const finding = findExchange(this.#library.view(request), this.#library, {
      isUsed: () => false,
      isAllowed: (entry) => session.isAllowed(entry),
      repeat: 'last',
    });
    return !('missed' in finding) || finding.missed !== 'unknown';
  }

  /** Decides what to do with a request, and remembers it. */
  decide(incoming: RecordedRequest): Decision {
    const { session: id, request } = takeSession(incoming);
    const session = this.#session(id);
    const view = this.#library.view(request);
    const asked: Asked = { session, view, call: this.#begin(session, view, request) };
    if (this.#mode === 'passthrough' || this.#mode === 'record-all')
      return this.#forward(asked, this.#mode === 'record-all');
    const drawn = this.faults.draw(view, session);
    const finding = findExchange(view, this.#library, {
      isUsed: (entry) => session.isUsed(entry),
      isAllowed: (entry) => session.isAllowed(entry),
      repeat: this.#options.repeat ?? 'error',
    });
    if ('found' in finding) return this.#replay(asked, drawn, finding.found);
    if (drawn.some(({ rule }) => replacesAnswer(rule.fault)))
      return this.#answer(asked, drawn, planAnswer(noAnswer), 'made');
    const made = this.#options.respond?.(request);
    if (made !== undefined) return this.#answer(asked, drawn, planAnswer(made), 'made');
    if (this.#mode === 'record-missing') return this.#forward(asked, true);
    const miss = describeMiss(view, finding, this.#library);
    return this.#miss(asked, miss);
  }

  /**
   * Makes sure that everything recorded was asked, and nothing else.
   *
   * @param session only what this session has asked; default: all sessions together
   * @throws MockError that lists what is missing and what was too much
   */
  assertDone(session?: string): void {
    const sessions =
      session === undefined ? [...this.#sessions.values()] : [this.#session(session)];
    const unused = this.#library.entries.filter(
      (entry) =>
        !sessions.some((one) => one.isTouched(entry)) && isAllowedInAny(sessions, entry),
    );
    const misses = sessions.flatMap((one) => one.misses);
    if (unused.length === 0 && misses.length === 0) return;
    const parts = [
      ...(unused.length === 0
        ? []
        : [`never asked: ${unused.map(describeEntry).join('\n             ')}`]),
      ...misses.map((miss) => `not recorded: ${miss}`),
    ];
    throw new MockError(`The mock is not done.\n${parts.join('\n')}`);
  }

  #session(id: string): MockSession {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const session = new MockSession(id);
    this.#sessions.set(id, session);
    return session;
  }

  #begin(
    { id }: MockSession,
    { method, path, route, model, stream }: RequestView,
    request: RecordedRequest,
  ): Call {
    this.#numCalls += 1;
    return {
      number: this.#numCalls,
      session: id,
      method,
      path,
      route,
      model,
      stream,
      request,
      outcome: 'missed',
      status: undefined,
      faults: [],
    };
  }

  #replay(asked: Asked, drawn: readonly DrawnFault[], entry: Entry): Decision {
    const { session } = asked;
    if (drawn.some(({ rule }) => spoilsAnswer(rule.fault))) session.touch(entry);
    else session.use(entry);
    return this.#answer(asked, drawn, this.#planOf(entry), 'replayed', entry);
  }

  #answer(
    asked: Asked,
    drawn: readonly DrawnFault[],
    recorded: AnswerPlan,
    outcome: Call['outcome'],
    entry?: Entry,
  ): Decision {
    try {
      const plan = applyFaults(drawn, recorded, asked.view);
      this.#remember({
        ...asked.call,
        outcome,
        status: plan.status,
        ...(entry === undefined
          ? {}
          : { exchange: { cassette: entry.cassette, index: entry.index } }),
        faults: drawn.map(({ rule }) => rule.fault),
      });
      return { do: 'answer', plan };
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return this.#miss(asked, { reason: 'impossible-fault', message: error.message });
    }
  }

  /** Made once: what was recorded does not change. */
  #planOf(entry: Entry): AnswerPlan {
    const known = this.#plans.get(entry);
    if (known !== undefined) return known;
    const plan = planAnswer(entry.exchange.response);
    this.#plans.set(entry, plan);
    return plan;
  }

  #miss({ call, session }: Asked, miss: Miss): Decision {
    const plan = planAnswer(missAnswer(miss));
    session.misses.push(miss.message);
    this.#options.onMiss?.(miss.message);
    const { message } = miss;
    this.#remember({ ...call, outcome: 'missed', status: plan.status, miss: message });
    return { do: 'answer', plan };
  }

  #forward({ call, session }: Asked, isRecording: boolean): Decision {
    this.#remember({ ...call, outcome: 'forwarded' });
    const { request } = call;
    if (!isRecording) return { do: 'forward', request };
    return {
      do: 'forward',
      request,
      record: (exchange) => this.#keep(exchange, session),
    };
  }

  #keep(exchange: Exchange, session: MockSession): void {
    const index = this.#recorded.push(exchange) - 1;
    session.use(this.#library.addExchange(exchange, 'recorded', index));
    for (const listener of this.#onRecord) listener(exchange);
  }

  #remember(call: Call): void {
    this.#calls.push(call);
    if (this.#calls.length > (this.#options.maxCalls ?? 10_000)) this.#calls.shift();
  }
}

function isAllowedInAny(sessions: readonly MockSession[], entry: Entry): boolean {
  return sessions.length === 0 || sessions.some((session) => session.isAllowed(entry));
}

function describeEntry(entry: Entry): string {
  const { view, exchange } = entry;
  const asked =
    view === undefined
      ? JSON.stringify(exchange.match)
      : `${view.method} ${view.path}${view.model === undefined ? '' : ` (${view.model})`}`;
  return `${asked} of ${place(entry)}`;
}
