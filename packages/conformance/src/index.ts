import { aiSdkCases } from './cases/ai-sdk.ts';
import { chatCompletionCases } from './cases/chat-completions.ts';
import { chatStreamCases } from './cases/chat-streams.ts';
import { completionCases } from './cases/completions.ts';
import { conversationCases } from './cases/conversations.ts';
import { embeddingCases } from './cases/embeddings.ts';
import { errorCases } from './cases/errors.ts';
import { fileCases } from './cases/files.ts';
import { messagesCases } from './cases/messages.ts';
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

/** What Anthropic's official client relies on, for targets that speak its wire as well. */
export const anthropicConformanceCases: readonly ConformanceCase[] = messagesCases;

/** What the official `openai` client relies on where the model makes embeddings. */
export const embeddingConformanceCases: readonly ConformanceCase[] = embeddingCases;

/** What the official `openai` client relies on where a target keeps files and runs batches. */
export const fileConformanceCases: readonly ConformanceCase[] = fileCases;
