import { aiSdkCases } from './cases/ai-sdk.ts';
import { chatCompletionCases } from './cases/chat-completions.ts';
import { chatStreamCases } from './cases/chat-streams.ts';
import { completionCases } from './cases/completions.ts';
import { conversationCases } from './cases/conversations.ts';
import { errorCases } from './cases/errors.ts';
import { modelCases } from './cases/models.ts';
import { responseCases } from './cases/responses.ts';
import type { ConformanceCase } from './conformance-case.ts';

export type { ConformanceCase, ConformanceTarget } from './conformance-case.ts';

/**
 * Everything that the official `openai` client and Vercel's `ai` client rely on.
 *
 * @example
 * for (const { name, run } of conformanceCases) test(name, () => run(target));
 */
export const conformanceCases: readonly ConformanceCase[] = [
  ...modelCases,
  ...chatCompletionCases,
  ...chatStreamCases,
  ...completionCases,
  ...responseCases,
  ...conversationCases,
  ...errorCases,
  ...aiSdkCases,
];
