import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { EngineCrash } from '../engine-crash.ts';
import { EngineError } from '../engine-error.ts';
import type { EmbeddingRequest } from '../embedding-request.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { EngineRequest } from '../engine-request.ts';
import type { Acceptance } from '../request-streams.ts';
import { engineEnvironment } from './engine-environment.ts';
import { FrameReader } from './frames.ts';
import {
  type CallName,
  type Calls,
  type FromEngine,
  fromPlainError,
  parseMessage,
  sendMessage,
  type ToEngine,
} from './messages.ts';
import { eventsFd, messagesFd } from './sockets.ts';

/** Sources run as they are, built packages as built. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const childMain = fileURLToPath(new URL(`./child-main.${extension}`, import.meta.url));

export interface EngineProcessEvents {
  readonly onMessage: (message: LifeMessage) => void;
  readonly onEvents: (block: Buffer) => void;
  /** The process has ended; every call that waited has been rejected. */
  readonly onExit: (exit: ProcessExit) => void;
}

/** How a process ended. */
export type ProcessExit = Omit<EngineCrash, 'restartDelayMs'>;

/** What the process says about itself, rather than in answer to a call. */
export type LifeMessage = Extract<
  FromEngine,
  { kind: 'loading' | 'ready' | 'load-failed' }
>;

/** One engine process and the calls that wait for its answers. */
export class EngineProcess {
  readonly #events: EngineProcessEvents;
  readonly #child: ChildProcess;
  readonly #messages: Duplex;
  readonly #blocks: Duplex;
  readonly #calls = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #exited = Promise.withResolvers<void>();
  #hasExited = false;
  #isHeld = true;
  /** Calls other than those of requests count down from here; ids of requests count up from 1. */
  #nextCallId = -1;

  constructor(options: EngineOptions, events: EngineProcessEvents) {
    this.#events = events;
    this.#child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', childMain],
      {
        stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe'],
        env: engineEnvironment(process.env),
      },
    );
    this.#messages = this.#listen(messagesFd, (payload) =>
      this.#receive(parseMessage(payload) as FromEngine),
    );
    this.#blocks = this.#listen(eventsFd, events.onEvents);
    this.#child.on('exit', (exitCode, signal) => this.#end({ exitCode, signal }));
    this.#child.on('error', (startError) => this.#end({ startError }));
    this.#send({ kind: 'load', options });
  }

  /** The process id; undefined if the process could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @throws EngineError as the engine refuses the call, or `engine-lost` */
  call<Name extends CallName>(
    name: Name,
    ...args: Parameters<Calls[Name]>
  ): Promise<ReturnType<Calls[Name]>> {
    return this.#call(this.#nextCallId--, name, args);
  }

  /** The call `submit`, under the id of the request. */
  submit(id: number, request: EngineRequest): Promise<Acceptance> {
    return this.#call(id, 'submit', [request]);
  }

  /** The call `embed`, under the id of the request. */
  embed(id: number, request: EmbeddingRequest): Promise<number[]> {
    return this.#call(id, 'embed', [request]);
  }

  cancel(id: number): void {
    this.#send({ kind: 'cancel', id });
  }

  setParked(id: number, parked: boolean): void {
    this.#send({ kind: 'set-parked', id, parked });
  }

  /** Asks the process to end in order; resolves when it has, by force after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    this.setHeld(true);
    this.#send({ kind: 'close' });
    const timer = setTimeout(() => this.kill(), graceMs);
    await this.#exited.promise;
    clearTimeout(timer);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Whether the process holds this one open, as it does at first; a waiting call does anyway. */
  setHeld(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#updateReference();
  }

  #call<Name extends CallName>(
    id: number,
    name: Name,
    args: Parameters<Calls[Name]>,
  ): Promise<ReturnType<Calls[Name]>> {
    if (this.#hasExited) return Promise.reject(lostError());
    const call = Promise.withResolvers<unknown>();
    this.#calls.set(id, call);
    this.#updateReference();
    this.#send({ kind: 'call', id, name, args } as ToEngine);
    return call.promise as Promise<ReturnType<Calls[Name]>>;
  }

  #listen(fd: number, onFrame: (payload: Buffer) => void): Duplex {
    const socket = this.#child.stdio[fd] as Duplex;
    const reader = new FrameReader(onFrame);
    socket.on('data', (chunk: Buffer) => reader.push(chunk));
    // A broken pipe is followed by the exit, which says all there is to say.
    socket.on('error', () => {});
    return socket;
  }

  #send(message: ToEngine): void {
    if (this.#messages.writable) sendMessage(this.#messages, message);
  }

  #receive(message: FromEngine): void {
    if (message.kind !== 'answer' && message.kind !== 'refusal') {
      this.#events.onMessage(message);
      return;
    }
    const call = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    this.#updateReference();
    if (message.kind === 'answer') call?.resolve(message.value);
    else call?.reject(fromPlainError(message.error));
  }

  #updateReference(): void {
    const sockets = [this.#messages, this.#blocks] as Socket[];
    for (const handle of [this.#child, ...sockets]) {
      if (this.#isHeld || this.#calls.size > 0) handle.ref();
      else handle.unref();
    }
  }

  #end({ exitCode, signal, startError }: EndOfChild): void {
    if (this.#hasExited) return;
    this.#hasExited = true;
    for (const call of this.#calls.values()) call.reject(lostError());
    this.#calls.clear();
    this.#exited.resolve();
    this.#events.onExit({
      pid: this.pid,
      exitCode: exitCode ?? undefined,
      signal: signal ?? undefined,
      startError,
    });
  }
}

/** As Node's events tell it. */
interface EndOfChild {
  readonly exitCode?: number | null;
  readonly signal?: NodeJS.Signals | null;
  readonly startError?: Error;
}

/** For whoever waited on an engine process that ended. */
export function lostError(): EngineError {
  return new EngineError('engine-lost', 'The engine process ended unexpectedly.', {
    retryAfterMs: 1000,
  });
}
