import type { Batch, FileObject } from '@samewire/shared-types';
import type { FileStore } from '../files/file-store.ts';
import type { TemporaryBlob } from '../files/temporary-blob.ts';
import type { Change } from '../state/state-store.ts';
import type { BatchKey, BatchRecord, BatchStore } from './batch-store.ts';
import { checkInput, maxLineLength } from './check-input.ts';
import { now, OpenBatch } from './open-batch.ts';
import { readLines } from './read-lines.ts';
import { type AskRoute, runRequests } from './run-requests.ts';

export interface BatchRunnerOptions {
  readonly batches: BatchStore;
  readonly files: FileStore;
  readonly ask: AskRoute;
  /** Told of what went wrong with a batch through no fault of its owner's. */
  readonly onFailure: (error: unknown) => void;
}

/** Enough to keep the engine busy, few enough to leave room for who waits for an answer. */
const numWorkers = 4;

/**
 * Runs batches in the background, one after the other. Every step is written down before
 * the next one begins, so that a server that starts again goes on where the last one
 * stopped: a request whose result is kept is never made again.
 */
export class BatchRunner {
  readonly #options: BatchRunnerOptions;
  readonly #open = new Map<string, OpenBatch>();
  readonly #stopping = new AbortController();
  #work: Promise<void> = Promise.resolve();

  constructor(options: BatchRunnerOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier server left unfinished. */
  async start(): Promise<void> {
    for (const { owner, content } of await this.#options.batches.open())
      this.add(owner, content);
  }

  /** Runs a batch that is in the store, when those before it have ended. */
  add(owner: string, record: BatchRecord): void {
    const open = new OpenBatch(this.#options.batches, owner, record);
    this.#open.set(open.key.id, open);
    this.#work = this.#work.then(() => this.#runSafely(open));
  }

  /** The batch on its way to its end, or undefined if it has ended or is another owner's. */
  async cancel({ owner, id }: BatchKey): Promise<Batch | undefined> {
    const open = this.#open.get(id);
    if (open === undefined || open.key.owner !== owner) return undefined;
    const { status } = open.batch;
    if (status === 'finalizing' || open.hasEnded) return undefined;
    if (status !== 'cancelling')
      await open.update({ status: 'cancelling', cancelling_at: now() });
    return open.batch;
  }

  /** Lets requests on their way end, and leaves the rest to the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#work;
  }

  async #runSafely(open: OpenBatch): Promise<void> {
    try {
      await this.#run(open);
    } catch (error) {
      this.#options.onFailure(error);
      await this.#giveUp(open);
    } finally {
      this.#open.delete(open.key.id);
    }
  }

  async #run(open: OpenBatch): Promise<void> {
    if (open.batch.status === 'validating' && !this.#isStopping) await this.#check(open);
    if (open.hasEnded || this.#isStopping) return;
    if (open.batch.status !== 'finalizing') await this.#makeRequests(open);
    if (this.#isStopping && open.batch.status === 'in_progress') return;
    await this.#finish(open);
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #check(open: OpenBatch): Promise<void> {
    const { input_file_id: inputId, endpoint } = open.batch;
    const input = this.#options.files.read(inputId);
    const { total, model, faults } = await checkInput(input, endpoint);
    // Cancelled meanwhile: there is nothing to make of it any more.
    if (open.batch.status !== 'validating') return;
    if (faults.length > 0)
      await open.update({
        status: 'failed',
        failed_at: now(),
        errors: { object: 'list', data: [...faults] },
      });
    else
      await open.update({
        status: 'in_progress',
        in_progress_at: now(),
        model,
        request_counts: { total, completed: 0, failed: 0 },
      });
  }

  async #makeRequests(open: OpenBatch): Promise<void> {
    const { batches, files, ask } = this.#options;
    if (open.batch.status === 'in_progress') {
      const done = new Set<number>();
      for await (const { number } of batches.results(open.key)) done.add(number);
      const lines = readLines(files.read(open.batch.input_file_id), maxLineLength);
      const stopping = this.#stopping.signal;
      await runRequests(open, lines, done, { ask, numWorkers, stopping });
    }
    if (open.batch.status === 'in_progress' && !this.#isStopping)
      await open.update({ status: 'finalizing', finalizing_at: now() });
  }

  /** Writes the files, and the batch as ended together with them. */
  async #finish(open: OpenBatch): Promise<void> {
    const output = await this.#collect(open, 'output');
    const errors = await this.#collect(open, 'error');
    const found = [output, errors].filter((result) => result !== undefined);
    try {
      await open.update(
        {
          ...ending(open),
          output_file_id: output?.file.id ?? null,
          error_file_id: errors?.file.id ?? null,
        },
        found.flatMap(({ changes }) => changes),
      );
    } catch (error) {
      for (const { blob } of found) await blob.drop();
      throw error;
    }
    await this.#options.batches.deleteResults(open.key);
  }

  async #collect(open: OpenBatch, kind: 'output' | 'error') {
    const { batches, files } = this.#options;
    let blob: TemporaryBlob | undefined;
    for await (const { result } of batches.results(open.key, kind)) {
      blob ??= await files.begin(Number.POSITIVE_INFINITY);
      await blob.append(Buffer.from(`${JSON.stringify(result.line)}\n`));
    }
    if (blob === undefined) return undefined;
    const created: { file: FileObject; changes: readonly Change[] } = files.toFile(blob, {
      owner: open.key.owner,
      filename: `${open.key.id}_${kind}.jsonl`,
      purpose: 'batch_output',
      expiresAfter: open.record.outputExpiresAfter,
    });
    return { ...created, blob };
  }

  async #giveUp(open: OpenBatch): Promise<void> {
    const fault = {
      code: 'server_error',
      message: 'The server failed to run this batch.',
      param: null,
      line: null,
    };
    const errors: Batch['errors'] = { object: 'list', data: [fault] };
    try {
      await open.update({ status: 'failed', failed_at: now(), errors });
    } catch (error) {
      // The store itself has failed: after a start the batch is tried again.
      this.#options.onFailure(error);
    }
  }
}

function ending({ batch, isOver }: OpenBatch): Partial<Batch> {
  if (batch.status === 'cancelling') return { status: 'cancelled', cancelled_at: now() };
  if (isOver && batch.request_counts.failed > 0)
    return { status: 'expired', expired_at: now() };
  return { status: 'completed', completed_at: now() };
}
