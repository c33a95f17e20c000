import type { FinishEvent, TokenLogprob } from '@samewire/engine';
import { describe, expect, test } from 'vitest';
import { toChatLogprobs } from '../../src/engine-to-wire/chat-logprobs.ts';
import { toCompletionLogprobs } from '../../src/engine-to-wire/completion-logprobs.ts';
import { toWireFinishReason } from '../../src/engine-to-wire/finish-reason.ts';
import { obfuscationEnding } from '../../src/engine-to-wire/obfuscation.ts';
import { tokenText } from '../../src/engine-to-wire/token-text.ts';
import { UsageCounter } from '../../src/engine-to-wire/usage.ts';

function token(bytes: number[], logprob = -1): TokenLogprob {
  return { token: 0, bytes: Uint8Array.from(bytes), logprob, top: [] };
}

function finish(changes: Partial<FinishEvent>): FinishEvent {
  return {
    type: 'finish',
    choice: 0,
    reason: 'length',
    numGeneratedTokens: 0,
    numReasoningTokens: 0,
    numCachedTokens: 0,
    timings: { queueMs: 0, prefillMs: 0, decodeMs: 0 },
    ...changes,
  };
}

describe('the text of a token', () => {
  test('is its characters where it has whole ones', () => {
    expect(tokenText(new TextEncoder().encode(' é😀'))).toBe(' é😀');
  });

  test('is its bytes spelled out where it has not', () => {
    expect(tokenText(Uint8Array.of(0x20, 0xf0, 0x9f))).toBe(String.raw` \xf0\x9f`);
  });
});

describe('log probabilities', () => {
  test('have a number where JSON has no word', () => {
    const { content } = toChatLogprobs([token([65], Number.NEGATIVE_INFINITY)]);
    expect(content?.[0]?.logprob).toBe(-9999);
  });

  test('count text offsets in characters, also inside one', () => {
    const smile = [...new TextEncoder().encode('😀')];
    const tokens = [
      token([65]),
      token(smile.slice(0, 2)),
      token(smile.slice(2)),
      token([66]),
    ];
    expect(toCompletionLogprobs(tokens, 5).text_offset).toEqual([5, 6, 6, 7]);
  });
});

describe('usage', () => {
  test('counts a prompt once and the tokens of all its choices', () => {
    const counter = new UsageCounter();
    counter.addPrompt({ numPromptTokens: 10 });
    counter.addChoice(finish({ numGeneratedTokens: 3, numCachedTokens: 4 }));
    counter.addChoice(finish({ choice: 1, numGeneratedTokens: 5, numCachedTokens: 10 }));
    expect(counter.toUsage()).toMatchObject({
      prompt_tokens: 10,
      completion_tokens: 8,
      total_tokens: 18,
      prompt_tokens_details: { cached_tokens: 4 },
    });
  });

  test('tells the reasoning of all choices together', () => {
    const counter = new UsageCounter();
    counter.addPrompt({ numPromptTokens: 10 });
    counter.addChoice(finish({ numGeneratedTokens: 9, numReasoningTokens: 3 }));
    counter.addChoice(
      finish({ choice: 1, numGeneratedTokens: 9, numReasoningTokens: 4 }),
    );
    expect(counter.toUsage().completion_tokens_details.reasoning_tokens).toBe(7);
    expect(counter.toResponseUsage().output_tokens_details.reasoning_tokens).toBe(7);
  });
});

describe('a finish reason', () => {
  test.each([
    ['stop-token', 'stop'],
    ['stop-sequence', 'stop'],
    ['length', 'length'],
  ] as const)('%s is %s on the wire', (reason, word) => {
    expect(toWireFinishReason(reason)).toBe(word);
  });
});

describe('the pad of a chunk', () => {
  test('fills every length up to the same multiple', () => {
    const surroundings = ',"obfuscation":""}'.length;
    for (let length = 0; length < 100; length++) {
      const padded = length + obfuscationEnding(length).length - surroundings;
      expect(padded % 16).toBe(0);
    }
  });
});
