import type { Cassette } from '../cassette/cassette.ts';
import type { Exchange } from '../exchange/exchange.ts';
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

/** All exchanges of all cassettes, in order, found by their key. */
export class Library {
  readonly entries: Entry[] = [];
  readonly #byKey = new Map<string, Entry[]>();
  readonly #ruled: Entry[] = [];
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
    const view = request === undefined ? undefined : viewRequest(request);
    const key = view === undefined ? undefined : this.keyOf(view);
    const entry: Entry = { exchange, cassette, index, key, view };
    this.entries.push(entry);
    if (key === undefined) this.#ruled.push(entry);
    else this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), entry]);
    return entry;
  }

  keyOf(view: RequestView): string {
    return requestKey(view, this.#ignore);
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
