import { EngineError, type EngineErrorCode } from '../engine-error.ts';
import {
  finishReasons,
  type FinishEvent,
  type TextDeltaEvent,
  type TokenLogprob,
  type TokenProbability,
  type ToolCallDeltaEvent,
} from '../engine-event.ts';
import type { VectorEvent } from '../embedding-request.ts';

/** Codes in the order of `ErrorCode` in native/core/error.h. */
const nativeErrorCodes: readonly EngineErrorCode[] = [
  'invalid-params',
  'context-length-exceeded',
  'invalid-grammar',
  'unsupported',
  'queue-full',
  'decode-failed',
  'out-of-memory',
  'closed',
  'model-load-failed',
  'deadline-exceeded',
];

const kindText = 0;
const kindFinish = 1;
const kindVector = 3;
const kindToolCall = 4;
const flagLogprobs = 1;
const flagReasoning = 2;

/** What an event block holds for one request. An `EngineError` ends the whole request. */
export type DecodedEvent =
  | TextDeltaEvent
  | ToolCallDeltaEvent
  | FinishEvent
  | VectorEvent
  | EngineError;

/**
 * Reads an event block, whose form native/core/loop/event.h describes.
 *
 * @param visit called for each record, in order
 */
export function decodeEvents(
  block: Buffer,
  visit: (requestId: number, event: DecodedEvent) => void,
): void {
  let at = 0;
  while (at < block.length) {
    const size = block.readUInt32LE(at);
    visit(block.readUInt32LE(at + 4), decodeRecord(block, at));
    at += size;
  }
}

function decodeRecord(block: Buffer, at: number): DecodedEvent {
  const choice = block.readUInt16LE(at + 8);
  const kind = block.readUInt8(at + 10);
  if (kind === kindText) return decodeText(block, at, choice);
  if (kind === kindFinish) return decodeFinish(block, at, choice);
  if (kind === kindVector) return decodeVector(block, at, choice);
  if (kind === kindToolCall) return decodeToolCall(block, at, choice);
  const code = nativeErrorCodes[block.readUInt8(at + 12)] ?? 'decode-failed';
  return new EngineError(code, textAt(block, at + 16));
}

function decodeText(block: Buffer, at: number, choice: number): TextDeltaEvent {
  const text = textAt(block, at + 12);
  const flags = block.readUInt8(at + 11);
  const type = (flags & flagReasoning) === 0 ? 'text-delta' : 'reasoning-delta';
  if ((flags & flagLogprobs) === 0) return { type, choice, text };
  const textEnd = at + 16 + block.readUInt32LE(at + 12);
  return { type, choice, text, logprobs: decodeLogprobs(block, textEnd) };
}

function decodeToolCall(block: Buffer, at: number, choice: number): ToolCallDeltaEvent {
  const texts: string[] = [];
  let next = at + 16;
  for (let i = 0; i < 3; i++) {
    texts.push(textAt(block, next));
    next += 4 + block.readUInt32LE(next);
  }
  const [name = '', id = '', args = ''] = texts;
  return {
    type: 'tool-call-delta',
    choice,
    call: block.readUInt32LE(at + 12),
    ...(name === '' ? {} : { name }),
    ...(id === '' ? {} : { id }),
    arguments: args,
  };
}

function decodeFinish(block: Buffer, at: number, choice: number): FinishEvent {
  const stopSequence = textAt(block, at + 48);
  const numFound = block.readUInt32LE(at + 28);
  const numMissed = block.readUInt32LE(at + 32);
  return {
    type: 'finish',
    choice,
    reason: finishReasons[block.readUInt8(at + 12)] ?? 'cancelled',
    ...(stopSequence === '' ? {} : { stopSequence }),
    numGeneratedTokens: block.readUInt32LE(at + 16),
    numReasoningTokens: block.readUInt32LE(at + 20),
    numCachedTokens: block.readUInt32LE(at + 24),
    ...(numFound + numMissed === 0 ? {} : { prediction: { numFound, numMissed } }),
    timings: {
      queueMs: block.readFloatLE(at + 36),
      prefillMs: block.readFloatLE(at + 40),
      decodeMs: block.readFloatLE(at + 44),
    },
  };
}

function decodeVector(block: Buffer, at: number, input: number): VectorEvent {
  const size = 4 * block.readUInt32LE(at + 12);
  // A copy: the block is one of many records, of which the others need not be kept with it.
  const bytes = new Uint8Array(block.subarray(at + 16, at + 16 + size));
  return { type: 'vector', input, values: new Float32Array(bytes.buffer) };
}

function decodeLogprobs(block: Buffer, start: number): TokenLogprob[] {
  let at = start;
  const readProbability = (): TokenProbability => {
    const size = block.readUInt16LE(at + 8);
    const probability = {
      token: block.readInt32LE(at),
      logprob: block.readFloatLE(at + 4),
      bytes: new Uint8Array(block.subarray(at + 10, at + 10 + size)),
    };
    at += 10 + size;
    return probability;
  };
  const numTokens = block.readUInt32LE(at);
  at += 4;
  return Array.from({ length: numTokens }, () => {
    const chosen = readProbability();
    const numTop = block.readUInt16LE(at);
    at += 2;
    return { ...chosen, top: Array.from({ length: numTop }, readProbability) };
  });
}

/** A u32 size and as many bytes of UTF-8. */
function textAt(block: Buffer, at: number): string {
  const start = at + 4;
  return block.toString('utf8', start, start + block.readUInt32LE(at));
}
