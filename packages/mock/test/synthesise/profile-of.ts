import type { RecordedExchange } from './recordings/exchange.ts';

/** Folders of recordings whose profile has another name. */
const profileIds: Readonly<Record<string, string>> = {
  'alibaba-qwen': 'qwen',
  'anthropic-openai-compat': 'anthropic',
  'gemini-openai-compat': 'gemini',
  'huggingface-router': 'together',
  'moonshot-kimi': 'kimi',
};

/** Responses of several servers stand in one folder; their names tell which. */
const responders = [
  ['bedrock_mantle', 'bedrock-mantle'],
  ['lmstudio', 'lm-studio'],
  ['', 'openai'],
] as const;

/** The profile that has to imitate a recording. */
export function profileIdOf({ provider, file }: RecordedExchange): string {
  if (provider === 'openai-responses') {
    return responders.find(([name]) => file.includes(name))?.[1] ?? 'openai';
  }
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

/** Whether a server repeats the request's tools with their keys in an order by chance. */
export function hasRandomOrder(file: string): boolean {
  return file.includes('bedrock_mantle') && file.includes('calls_tools');
}
