// The demo model still answers what it answered when it was trained: questions whose wordings and
// names it never met, over the wire, each with its most likely answer.

import { readFileSync } from 'node:fs';
import OpenAI from 'openai';
import { afterAll, expect, test } from 'vitest';
import { type AnswerCheck, passes } from './support/answer-check.ts';
import { startSamewire } from './support/start-samewire.ts';

interface Question {
  skill: string;
  request: OpenAI.ChatCompletionCreateParamsNonStreaming;
  check: AnswerCheck;
}

/** Written by `python -m regression` in tools/demo-model. */
const file = new URL('fixtures/demo-model-questions.json', import.meta.url);
const questions = JSON.parse(readFileSync(file, 'utf8')) as Question[];

/** Measured: 55 of 64. Fewer, as another machine's arithmetic may turn close choices. */
const FEWEST_RIGHT = 0.75;

const server = await startSamewire();
afterAll(() => server.stop());
const client = new OpenAI({ baseURL: server.baseUrl, apiKey: 'none' });

test('the demo model answers unseen questions of every skill', async () => {
  const answers = await Promise.all(
    questions.map(async ({ skill, request, check }) => {
      const answer = await client.chat.completions.create({
        ...request,
        model: server.model,
      });
      const message = answer.choices[0]?.message;
      return { skill, isRight: message !== undefined && passes(check, message) };
    }),
  );
  const wrong = answers.filter(({ isRight }) => !isRight).map(({ skill }) => skill);
  const share = 1 - wrong.length / answers.length;
  expect(share, `wrong: ${wrong.join(', ')}`).toBeGreaterThan(FEWEST_RIGHT);
});
