import type { EngineError } from './engine-error.ts';
import type { VectorEvent } from './embedding-request.ts';

/** Puts the vectors of one request together as they come. */
export class VectorCollector {
  readonly #vectors: Float32Array[] = [];
  readonly #all = Promise.withResolvers<readonly Float32Array[]>();
  #numMissing = Number.POSITIVE_INFINITY;
  #numReceived = 0;

  constructor() {
    // A failure may come before anybody waits for it.
    this.#all.promise.catch(() => {});
  }

  get hasEnded(): boolean {
    return this.#numMissing === 0;
  }

  /** Resolves to the vectors of so many inputs, in their order. */
  collect(numInputs: number): Promise<readonly Float32Array[]> {
    this.#numMissing = Math.max(0, numInputs - this.#numReceived);
    if (this.#numMissing === 0) this.#all.resolve(this.#vectors);
    return this.#all.promise;
  }

  push(event: VectorEvent): void {
    this.#vectors[event.input] = event.values;
    this.#numReceived += 1;
    this.#numMissing -= 1;
    if (this.#numMissing === 0) this.#all.resolve(this.#vectors);
  }

  fail(error: EngineError | Error): void {
    this.#numMissing = 0;
    this.#all.reject(error);
  }
}
