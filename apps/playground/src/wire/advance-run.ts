import type { ChatChunk } from './chat-wire.ts';
import { addToolCallDelta } from './tool-calls.ts';
import type { Failure } from './failure.ts';
import type { FrameText } from './frame-reader.ts';
import type { Frame, ReceivedHead, Run } from './run.ts';

/** What can happen to a run after it was sent, in the order it happens. */
export type RunStep =
  | { readonly type: 'head'; readonly head: ReceivedHead }
  | { readonly type: 'body'; readonly text: string }
  | {
      readonly type: 'frames';
      readonly frames: readonly FrameText[];
      readonly atMs: number;
    }
  | { readonly type: 'end'; readonly atMs: number; readonly failure?: Failure }
  | { readonly type: 'stop'; readonly atMs: number };

/** Frames kept of one run: enough for any answer one reads, little enough for memory. */
export const maxKeptFrames = 20_000;

/** The run after one more step. A run that has ended stays as it is. */
export function advanceRun(run: Run, step: RunStep): Run {
  if (run.endedMs !== undefined) return run;
  switch (step.type) {
    case 'head':
      return { ...run, head: step.head };
    case 'body':
      return { ...run, body: step.text };
    case 'frames':
      return addFrames(run, step.frames, step.atMs);
    case 'stop':
      return { ...run, phase: 'stopped', endedMs: step.atMs };
    case 'end':
      return endRun(run, step.atMs, step.failure);
    default:
      return step satisfies never;
  }
}

function addFrames(run: Run, texts: readonly FrameText[], atMs: number): Run {
  const added: Frame[] = texts.map((frame, offset) => ({
    ...frame,
    index: run.numFrames + offset,
    atMs,
  }));
  const next = added.reduce(readFrame, run);
  return {
    ...next,
    frames: [...run.frames, ...added].slice(-maxKeptFrames),
    numFrames: run.numFrames + added.length,
  };
}

function readFrame(run: Run, frame: Frame): Run {
  if (frame.kind === 'comment') return run;
  if (frame.text === '[DONE]') return { ...run, sawEnd: true };
  const chunk = parseChunk(frame.text);
  if (chunk === undefined)
    return fail(run, {
      kind: 'not-the-wire',
      detail: `Event ${frame.index} is not JSON: ${frame.text.slice(0, 200)}`,
    });
  if (chunk.error) return fail(run, { kind: 'stream', error: chunk.error });
  return readChunk(run, chunk, frame.atMs);
}

function readChunk(run: Run, chunk: ChatChunk, atMs: number): Run {
  const choice = chunk.choices?.find(({ index }) => (index ?? 0) === 0);
  const text = choice?.delta?.content ?? '';
  const reasoning = choice?.delta?.reasoning_content ?? '';
  const callDeltas = choice?.delta?.tool_calls ?? [];
  const tokens = choice?.logprobs?.content ?? [];
  const next: Run = {
    ...run,
    model: run.model ?? chunk.model,
    usage: chunk.usage ?? run.usage,
    finishReason: choice?.finish_reason ?? run.finishReason,
    tokens: tokens.length > 0 ? [...run.tokens, ...tokens] : run.tokens,
  };
  // The opening chunk names the role and carries no text: it is not the first token.
  if (text === '' && reasoning === '' && callDeltas.length === 0) return next;
  return {
    ...next,
    phase: run.phase === 'waiting' ? 'streaming' : run.phase,
    text: run.text + text,
    reasoning: run.reasoning + reasoning,
    toolCalls: callDeltas.reduce(addToolCallDelta, run.toolCalls),
    numTextFrames: run.numTextFrames + 1,
    firstTextMs: run.firstTextMs ?? atMs,
    lastTextMs: atMs,
  };
}

function endRun(run: Run, atMs: number, failure: Failure | undefined): Run {
  const cause = run.failure ?? failure ?? missingEnd(run);
  if (cause === undefined) return { ...run, phase: 'done', endedMs: atMs };
  return { ...run, phase: 'failed', failure: cause, endedMs: atMs };
}

/** A stream that closes without its end mark, or without a finish reason, was cut off. */
function missingEnd(run: Run): Failure | undefined {
  if (run.sawEnd || run.finishReason !== undefined) return undefined;
  return {
    kind: 'cut-short',
    detail: `The stream closed after ${run.numFrames} events, without “data: [DONE]”.`,
  };
}

/** The first failure is the one that counts. */
function fail(run: Run, failure: Failure): Run {
  return { ...run, failure: run.failure ?? failure };
}

function parseChunk(text: string): ChatChunk | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
