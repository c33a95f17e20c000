import OpenAI from 'openai';

/** A server, mock or provider that claims to speak the wire. */
export interface ConformanceTarget {
  /** Up to and with the version: `http://127.0.0.1:8484/v1`. */
  readonly baseUrl: string;
  readonly apiKey?: string;
  /** The model to ask. With temperature 0 it has to answer the same question alike. */
  readonly model: string;
}

/**
 * One thing that clients rely on, to be run against any target. It asserts with
 * `node:assert`, so that any test runner can run it, and none is needed.
 */
export interface ConformanceCase {
  /** A sentence about the target. */
  readonly name: string;
  /** Rejects if the target does not do what the name says. */
  readonly run: (target: ConformanceTarget) => Promise<void>;
}

/** The official client; it does not try again, so that every failure is seen. */
export function openaiClient({ baseUrl, apiKey }: ConformanceTarget): OpenAI {
  return new OpenAI({ baseURL: baseUrl, apiKey: apiKey ?? 'none', maxRetries: 0 });
}

/** A question that any model answers, always alike, with a few words. */
export function question({ model }: ConformanceTarget) {
  return {
    model,
    messages: [{ role: 'user' as const, content: 'Say hello in one short sentence.' }],
    max_tokens: 16,
    temperature: 0,
  };
}
