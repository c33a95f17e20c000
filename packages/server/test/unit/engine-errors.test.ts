import { EngineError, engineErrorCodes } from '@samewire/engine';
import { describe, expect, test } from 'vitest';
import { contextLengthMessage } from '../../src/errors/context-length.ts';
import { engineErrorToWireError } from '../../src/errors/engine-error-to-http.ts';

describe('an engine error', () => {
  test.each(engineErrorCodes)(
    '%s tells clients to retry exactly if that can help',
    (code) => {
      const error = engineErrorToWireError(new EngineError(code, 'internal words'));
      const headers = error.toHeaders();
      const canRetry = 'retry-after' in headers;
      expect(
        canRetry || error.status < 500 || headers['x-should-retry'] === 'false',
      ).toBe(true);
      expect(canRetry).toBe(error.retryAfterMs !== undefined);
    },
  );

  test.each(engineErrorCodes)(
    '%s keeps its own words only if they are for clients',
    (code) => {
      const error = engineErrorToWireError(new EngineError(code, 'internal words'));
      expect(error.message.includes('internal words')).toBe(error.status === 400);
    },
  );

  test('asks to wait as long as the engine says', () => {
    const error = new EngineError('not-ready', 'loading', { retryAfterMs: 1500 });
    expect(engineErrorToWireError(error).toHeaders()).toEqual({
      'retry-after': '2',
      'retry-after-ms': '1500',
    });
  });

  test('is about the prompt of its endpoint', () => {
    const error = new EngineError('invalid-params', 'Empty.', { field: 'prompt' });
    expect(engineErrorToWireError(error, 'chat').param).toBe('messages');
    expect(engineErrorToWireError(error, 'completions').param).toBe('prompt');
  });
});

describe('a request over the context length', () => {
  test('is told about its prompt if that alone is too long', () => {
    const details = { contextLength: 100, numPromptTokens: 120, maxTokens: 5 };
    expect(contextLengthMessage(details, 'chat')).toBe(
      "This model's maximum context length is 100 tokens. However, your messages resulted " +
        'in 120 tokens. Please reduce the length of the messages.',
    );
  });

  test('is told about prompt and answer if they are too long together', () => {
    const details = { contextLength: 100, numPromptTokens: 90, maxTokens: 20 };
    expect(contextLengthMessage(details, 'completions')).toBe(
      "This model's maximum context length is 100 tokens. However, you requested 110 tokens " +
        '(90 in the prompt, 20 in the completion). Please reduce the length of the prompt ' +
        'or completion.',
    );
  });
});
