import type { Cassette } from '../cassette/cassette.ts';
import type { Exchange, RecordedRequest } from '../exchange/exchange.ts';
import { type BodyView, viewBody } from './body-view.ts';
import { requestKey } from './request-key.ts';
import { type RequestView, viewRequest } from './request-view.ts';

/** An exchange and where it stands. */
export interface Entry {
  readonly exchange: Exchange;
  readonly cassette: string;
  /** Which exchange of the cassette, from 0. */
  readonly index: number;
  /** Undefined where a rule stands in place of the request. */
  readonly key: string | undefined;
  readonly view: RequestView | undefined;
}

/** A body that was recorded. */
interface KnownBody {
  readonly body: BodyView;
  /** By what else belongs to a key: method, endpoint and query. */
  readonly keys: Map<string, string>;
}

/** All exchanges of all cassettes, in order, found by their key. */
export class Library {
  readonly entries: Entry[] = [];
  readonly #byKey = new Map<string, Entry[]>();
  readonly #ruled: Entry[] = [];
  /**
   * By their text: what comes byte for byte as it was recorded, as most requests do, is not taken
   * apart again.
   */
  readonly #bodies = new Map<string, KnownBody>();
  readonly #ignore: readonly string[];

  constructor(cassettes: readonly Cassette[], ignore: readonly string[]) {
    this.#ignore = ignore;
    for (const cassette of cassettes) this.add(cassette);
  }

  add({ name = 'cassette', exchanges }: Cassette): void {
    for (const [index, exchange] of exchanges.entries())
      this.addExchange(exchange, name, index);
  }

  addExchange(exchange: Exchange, cassette: string, index: number): Entry {
    // A rule says more about what is meant than the request it was recorded with.
    const request = exchange.match === undefined ? exchange.request : undefined;
    const view = request === undefined ? undefined : this.#learn(request);
    const key = view === undefined ? undefined : this.keyOf(view);
    const entry: Entry = { exchange, cassette, index, key, view };
    this.entries.push(entry);
    if (key === undefined) this.#ruled.push(entry);
    else this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), entry]);
    return entry;
  }

  view(request: RecordedRequest): RequestView {
    return viewRequest(request, (text) => this.#bodies.get(text)?.body ?? viewBody(text));
  }

  keyOf(view: RequestView): string {
    const { keys } = this.#bodies.get(view.text ?? '') ?? {};
    return keys?.get(placeOf(view)) ?? requestKey(view, this.#ignore);
  }

  /** Takes a recorded request apart, and keeps what came of its body. */
  #learn(request: RecordedRequest): RequestView {
    const view = viewRequest(request, (text) => {
      const known = this.#bodies.get(text);
      if (known !== undefined) return known.body;
      const body = viewBody(text);
      // Of a form the boundary counts too, which a header says.
      if (body.json !== undefined) this.#bodies.set(text, { body, keys: new Map() });
      return body;
    });
    const { keys } = this.#bodies.get(view.text ?? '') ?? {};
    keys?.set(placeOf(view), requestKey(view, this.#ignore));
    return view;
  }

  get ignoredFields(): readonly string[] {
    return this.#ignore;
  }

  withKey(key: string): readonly Entry[] {
    return this.#byKey.get(key) ?? [];
  }

  /** Those that a rule, not a request, decides on. */
  get ruled(): readonly Entry[] {
    return this.#ruled;
  }
}

function placeOf({ method, route, query }: RequestView): string {
  return `${method} ${route} ${query.size === 0 ? '' : query.toString()}`;
}
