import { usageOf } from '../scenario/count-tokens.ts';
import { type Random, seededRandom } from '../scenario/random.ts';
import type { FinishReason, Scenario, TokenUsage } from '../scenario/scenario.ts';
import { chooseVariants } from '../profiles/choose-variant.ts';
import type { Profile } from '../profiles/schema.ts';
import { makeNumber, makeText } from './make-value.ts';
import type { SynthesisOptions } from './options.ts';
import { promptText, requestTags, type Route } from './request.ts';
import { fill, type Filling } from './template.ts';
import { partsOf } from '../scenario/pieces.ts';

/** 2026-01-01T00:00:00Z. */
const defaultStart = 1_767_225_600;

/** What is the same through one answer: its ids, its model, its counts. */
export class Session {
  readonly profile: Profile;
  readonly body: Readonly<Record<string, unknown>>;
  readonly scenario: Scenario;
  readonly random: Random;
  readonly usage: TokenUsage;
  readonly route: Route;
  /** The model that was asked for, or the profile's own. */
  readonly model: string;
  /** Unix time in seconds at which the request came. */
  readonly created: number;
  readonly #tags: ReadonlySet<string>;
  readonly #once = new Map<string, string>();
  readonly #values: Readonly<Record<string, unknown>>;

  constructor({ profile, scenario, request = {}, variants, call = 0 }: SynthesisOptions) {
    this.body = request.body ?? {};
    this.route = request.route ?? 'chat/completions';
    const asked = this.body['model'];
    const model = typeof asked === 'string' && asked !== '' ? asked : profile.model;
    this.model = model;
    const chosen = chooseVariants(profile, model, variants);
    this.profile = chosen.profile;
    this.scenario = scenario;
    this.created = scenario.startedAt ?? defaultStart;
    this.random = seededRandom(`${profile.id} ${scenario.seed ?? 0} ${call}`);
    this.usage = usageOf(scenario, promptText(this.body));
    this.#tags = new Set([
      `route-${this.route.replace('/', '-')}`,
      ...requestTags(this.body),
      ...chosen.variants,
      ...scenarioTags(scenario),
      ...(this.usage.cached > 0 ? ['cached'] : []),
    ]);
    const { prompt, completion, cached, reasoning } = this.usage;
    this.#values = {
      model,
      created: this.created,
      'usage.prompt': prompt,
      'usage.completion': completion,
      'usage.total': prompt + completion,
      'usage.cached': cached,
      'usage.uncached': prompt - cached,
      'usage.reasoning': reasoning,
      'usage.visible': completion - reasoning,
    };
  }

  get tags(): ReadonlySet<string> {
    return this.#tags;
  }

  /** The answer's own id of that name, in the provider's style. */
  id(name: string): string | undefined {
    const pattern = this.profile.ids[name];
    return pattern === undefined ? undefined : this.once(`${name} ${pattern}`, pattern);
  }

  /** A made text that stays the same through the answer. */
  once(key: string, pattern: string): string {
    const known = this.#once.get(key);
    if (known !== undefined) return known;
    const made = makeText(pattern, this.#values, this.random);
    this.#once.set(key, made);
    return made;
  }

  /** The provider's word for why a choice ended. */
  finishWord(reason: FinishReason | undefined): string | undefined {
    if (reason === 'none') return undefined;
    return reason && (this.profile.finishReasons[reason] ?? reason);
  }

  /** Something to fill templates from: the answer's values, and those given here over them. */
  filling(
    tags: Iterable<string>,
    values: Readonly<Record<string, unknown>> = {},
    items: Filling['items'] = () => [],
  ): Filling {
    const own = new Set(tags);
    const filling: Filling = {
      tags: { has: (tag) => own.has(tag) || this.#tags.has(tag) },
      items: (list) => (list === 'sources' ? this.#sources() : items(list)),
      value: (name, argument) =>
        name in values ? values[name] : this.#value(name, argument, filling),
    };
    return filling;
  }

  #sources(): readonly Filling[] {
    return (this.scenario.sources ?? []).map(
      ({ title, url, published, updated, snippet }) =>
        this.filling([], {
          'source.title': title,
          'source.url': url,
          'source.published': published,
          'source.updated': updated,
          'source.snippet': snippet,
        }),
    );
  }

  #value(name: string, argument: string | undefined, filling: Filling): unknown {
    if (argument !== undefined) return this.#made(name, argument);
    if (name === 'logprob') return -makeNumber(0.0001, 1.2, this.random);
    if (name === 'usage') return fill(this.profile.templates.usage, filling);
    if (name.startsWith('body.')) return this.body[name.slice('body.'.length)];
    return this.#values[name] ?? this.id(name);
  }

  #made(name: string, argument: string): unknown {
    if (name === 'once') return this.once(argument, argument);
    if (name === 'fresh') return makeText(argument, this.#values, this.random);
    const [low = 0, high = low] = argument.split('-').map(Number);
    return name === 'integer'
      ? this.random.integer(low, high)
      : makeNumber(low, high, this.random);
  }
}

function scenarioTags(scenario: Scenario): string[] {
  const parts = [scenario, ...(scenario.others ?? [])].flatMap(partsOf);
  return [
    ...(parts.some((part) => 'text' in part) ? ['has-text'] : []),
    ...(parts.some((part) => 'reasoning' in part) ? ['has-reasoning'] : []),
    ...(parts.some((part) => 'refusal' in part) ? ['has-refusal'] : []),
    ...(parts.some((part) => 'toolCall' in part) ? ['has-calls'] : []),
  ];
}
