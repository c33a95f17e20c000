import { EngineError, type EngineEvent } from '@samewire/engine';
import type { FastifyBaseLogger } from 'fastify';
import { setTimeout as delay } from 'node:timers/promises';
import { toWireError } from '../errors/to-wire-error.ts';
import { WireError } from '../errors/wire-error.ts';
import type { ResponsePiece } from '../engine-to-wire/response-piece.ts';
import type { ResponseStreamEvent } from '@samewire/shared-types';
import type { TypedDocument } from '../state/collection.ts';
import { ResponseProgress } from '../engine-to-wire/response-progress.ts';
import type { ResponseRecord } from '../wire-to-state/response-record.ts';
import { startFitting } from './fit-context.ts';
import { LiveResponse } from './live-response.ts';
import { ResponseRun } from './response-run.ts';
import type { PreparedResponse, ResponseService } from './response-service.ts';
import { customNamesOf } from '../wire-to-engine/response-tools.ts';

/**
 * Responses that are generated while nobody waits.
 *
 * A response is stored as queued before its client hears of it, as in progress before its
 * first text, and as ended together with everything that follows from it. So after a restart
 * those still queued are begun, and those in progress are begun again. Only where a client has
 * followed the text they have failed: it is gone, and another one would contradict it.
 */
export class BackgroundResponses {
  readonly #service: ResponseService;
  readonly #log: FastifyBaseLogger;
  readonly #live = new Map<string, LiveResponse>();
  readonly #closing = new AbortController();

  constructor(service: ResponseService, log: FastifyBaseLogger) {
    this.#service = service;
    this.#log = log;
  }

  /** The response of that id, while it is being worked on. */
  find(id: string): LiveResponse | undefined {
    return this.#live.get(id);
  }

  /** Stores a response and begins with it. */
  async start(prepared: PreparedResponse): Promise<LiveResponse> {
    await this.#service.storeQueued(prepared);
    return this.#begin(prepared, 0);
  }

  /** All events of a response that is being worked on, to its end; undefined of any other. */
  async follow(id: string): Promise<AsyncIterable<ResponseStreamEvent> | undefined> {
    const live = this.#live.get(id);
    return live && (await this.tell(live));
  }

  /** All its events, to its end. From here on no other text may take the place of this one. */
  async tell(live: LiveResponse): Promise<AsyncIterable<ResponseStreamEvent>> {
    if (!live.isTold) {
      live.isTold = true;
      await live.write(async () => {
        if (live.isStoredAsBegun) await this.#service.storeStarted(live.prepared, live);
      });
    }
    return live.events();
  }

  /** Ends a response, if it has not ended, and waits for that. */
  async cancel(id: string): Promise<void> {
    const live = this.#live.get(id);
    live?.controller.abort();
    await live?.ended;
  }

  /** Goes on with what servers have left that are gone. */
  async recover(): Promise<void> {
    for (const status of ['queued', 'in_progress'] as const) {
      const { documents } = await this.#service.collections.responses.list({
        labels: { status },
        order: 'asc',
        limit: Number.MAX_SAFE_INTEGER - 1,
      });
      for (const document of documents)
        if (!(await this.#service.takeOver(document))) continue;
        else if (canBeginAgain(document.content)) await this.#resume(document);
        else await this.#giveUp(document);
    }
  }

  /**
   * Waits for responses in progress. Those that have not begun stay queued, for the next
   * start to find.
   */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(Array.from(this.#live.values(), ({ ended }) => ended));
  }

  async #resume({ owner, content }: TypedDocument<ResponseRecord>): Promise<void> {
    try {
      const prepared = await this.#service.prepareAgain(content, owner);
      this.#begin(prepared, content.pending?.numStarts ?? 0);
    } catch (error) {
      await this.#end(owner, content, toWireError(error, 'responses'));
    }
  }

  async #giveUp({ owner, content }: TypedDocument<ResponseRecord>): Promise<void> {
    const message = 'The server was restarted while it generated this response.';
    await this.#end(owner, content, new WireError(message, { status: 500 }));
  }

  async #end(owner: string, record: ResponseRecord, error: WireError): Promise<void> {
    const { response, itemId } = record;
    const progress = new ResponseProgress(response, itemId);
    progress.fail(error);
    await this.#service.storeFailed(owner, { ...record, response: progress.response });
  }

  #begin(prepared: PreparedResponse, numStarts: number): LiveResponse {
    const live = new LiveResponse(prepared, numStarts);
    const { id } = prepared.progress.response;
    this.#live.set(id, live);
    live.add(prepared.progress.create());
    void this.#work(live).finally(() => {
      this.#live.delete(id);
      live.end();
    });
    return live;
  }

  async #work(live: LiveResponse): Promise<void> {
    const { prepared } = live;
    const run = new ResponseRun({
      progress: prepared.progress,
      customNames: customNamesOf(prepared.body),
      serviceTier: prepared.serviceTier,
      store: (pieces) => this.#storeEnd(live, pieces),
      onFailure: (error) => {
        live.isLeft = !live.isTold && isEngineClosed(error);
        const wireError = toWireError(error, 'responses');
        this.#log.warn({ err: error }, 'background response failed');
        return wireError;
      },
    });
    try {
      const events = await this.#startWhenPossible(live);
      if (events === undefined) return;
      for await (const event of run.events(this.#recordStart(live, events)))
        live.add([event]);
    } catch (error) {
      for await (const event of run.fail(error)) live.add([event]);
    }
  }

  /** Stores the beginning before the first text is seen. */
  async *#recordStart(
    live: LiveResponse,
    events: AsyncIterable<EngineEvent>,
  ): AsyncGenerator<EngineEvent> {
    await live.write(async () => {
      live.numStarts += 1;
      live.isStoredAsBegun = true;
      await this.#service.storeStarted(live.prepared, live);
    });
    yield* events;
  }

  /** What the engine's end has cut short stays for the next server to begin again. */
  async #storeEnd(live: LiveResponse, pieces: readonly ResponsePiece[]): Promise<void> {
    if (live.isLeft) return;
    await live.write(async () => {
      live.isStoredAsBegun = false;
      await this.#service.storeEnd(live.prepared, pieces);
    });
  }

  /**
   * Waits for a place in the engine's queue, and for the engine itself.
   *
   * @returns undefined if the response was cancelled, or the server closed, before it began
   */
  async #startWhenPossible({
    prepared,
    controller: { signal: cancelled },
  }: LiveResponse): Promise<AsyncIterable<EngineEvent> | undefined> {
    const stop = AbortSignal.any([cancelled, this.#closing.signal]);
    for (;;) {
      if (cancelled.aborted) {
        prepared.progress.cancelEarly();
        await this.#service.storeEnd(prepared, []);
        return undefined;
      }
      if (stop.aborted) return undefined;
      try {
        return await startFitting(this.#service.engine, prepared.request, cancelled);
      } catch (error) {
        const wait = waitBeforeRetry(error);
        if (wait === undefined) throw error;
        await delay(wait, undefined, { signal: stop }).catch(() => undefined);
      }
    }
  }
}

/** What so many servers did not survive is not begun again. */
const maxStarts = 3;

function canBeginAgain({ pending }: ResponseRecord): boolean {
  return pending !== null && !pending.isTold && pending.numStarts < maxStarts;
}

function isEngineClosed(error: unknown): boolean {
  return EngineError.isInstance(error) && error.code === 'closed';
}

/** How long to wait if the engine cannot take a request now; undefined if it never will. */
function waitBeforeRetry(error: unknown): number | undefined {
  if (!EngineError.isInstance(error)) return undefined;
  if (error.code !== 'queue-full' && error.code !== 'not-ready') return undefined;
  return error.details.retryAfterMs ?? 1000;
}
