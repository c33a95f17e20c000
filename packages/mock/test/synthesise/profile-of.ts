import type { RecordedExchange } from './recordings/exchange.ts';

/** Folders of recordings whose profile has another name. */
const profileIds: Readonly<Record<string, string>> = {
  'alibaba-qwen': 'qwen',
  'anthropic-openai-compat': 'anthropic',
  'gemini-openai-compat': 'gemini',
  'huggingface-router': 'together',
  'moonshot-kimi': 'kimi',
};

/** The profile that has to imitate a recording. */
export function profileIdOf({ provider }: RecordedExchange): string {
  return profileIds[provider] ?? provider;
}

/**
 * Variants that the name of a model does not tell: APIs of an older date, deployments with names
 * of their own. A list in a list is for the exchanges of a file in turn.
 */
const variants: Readonly<
  Record<string, readonly string[] | readonly (readonly string[])[]>
> = {
  'azure/openllmetry__test_chat_streaming.yaml': [
    ['2024-02'],
    ['shields'],
    ['shields', 'finish-filtered'],
    ['shields', 'finish-filtered'],
  ],
  'azure/openllmetry__test_prompt_content_filtering.yaml': ['shields'],
  'azure/vercel-ai__azure-model-router.1.chunks.txt': ['model-router'],
  'cerebras/pydantic-ai__test_cerebras_thinking_part_survives_multiturn.yaml': [
    '2026-01',
  ],
  'groq/pydantic-ai__test_tool_use_failed_error.yaml': ['seeded'],
  'mistral/ruby_llm__chat_mistral_hybrid_reasoning_streams_thinking_separately_from_content.yml':
    ['hybrid'],
  'openai/dd-trace-py__chat_completion_streamed.yaml': ['2023-04'],
  'openrouter/pydantic-ai__test_openrouter_advisor_tool_stream.yaml': ['2026-06'],
  'perplexity/vercel-ai__perplexity-text.chunks.txt': ['2025-06'],
};

export function namedVariants(
  { file }: RecordedExchange,
  number: number,
): readonly string[] {
  const named = variants[file] ?? [];
  const [first] = named;
  if (first === undefined || typeof first === 'string') return named as readonly string[];
  return (named[number] ?? []) as readonly string[];
}
