/** Recorded answers that clients do not read as they were meant. */
export interface ClientLimit {
  readonly answers: readonly string[];
  /** Why, in a sentence about the answer. */
  readonly why: string;
  /** What each client does instead; its words may be cut. */
  readonly clients: Readonly<Record<string, string>>;
}

/** How many answers each client is given. A client without a way to ask is not given it. */
export const numAnswers: Readonly<Record<string, number>> = {
  'openai (Node)': 198,
  'openai (Node), stream helper': 86,
  'openai (Python)': 198,
  'openai (Python), stream helper': 86,
  'ai with @ai-sdk/openai': 198,
  'ai with @ai-sdk/openai-compatible': 183,
  'LangChain.js': 198,
};

export const clientLimits: readonly ClientLimit[] = [
  {
    answers: ['azure/openllmetry__test_prompt_content_filtering.yaml #1'],
    why: 'Azure refuses a prompt under status 200: the body is an error in place of an answer.',
    clients: {
      'openai (Node)': 'throws TypeError: Cannot read properties of undefined',
      'openai (Python)': "throws TypeError: 'NoneType' object is not subscriptable",
      'ai with @ai-sdk/openai': 'throws AI_APICallError: Invalid JSON response',
      'ai with @ai-sdk/openai-compatible':
        'throws AI_APICallError: Invalid JSON response',
      'LangChain.js': 'throws TypeError: Cannot read properties of undefined',
    },
  },
  {
    answers: ['mistral/vercel-ai__mistral-reasoning.json'],
    why: 'Mistral sends content as a list where a model reasons; OpenAI as a text.',
    clients: {
      'openai (Node)': 'reads the text [{"type":"thinking"',
      'openai (Python)': 'reads the text [{"type":"thinking"',
      'ai with @ai-sdk/openai': 'throws AI_APICallError: Invalid JSON response',
    },
  },
  {
    answers: ['mistral/vercel-ai__mistral-reasoning.chunks.txt'],
    why: 'Mistral streams content as lists where a model reasons; OpenAI as texts.',
    clients: {
      'openai (Node)': 'reads the text "[object Object]',
      'openai (Node), stream helper': 'reads the text "[object Object]',
      'openai (Python)': 'throws TypeError: can only concatenate str (not "list") to str',
      'openai (Python), stream helper': 'throws RuntimeError: Expected list delta entry',
      'ai with @ai-sdk/openai': 'throws AI_TypeValidationError: Type validation failed',
      'LangChain.js': 'has no text',
    },
  },
  {
    answers: [
      'mistral/ruby_llm__chat_mistral_hybrid_reasoning_streams_thinking_separately_from_content.yml',
    ],
    why: 'Mistral streams lists and texts in turn, and the list that closes the reasoning begins the text.',
    clients: {
      'openai (Node)': 'reads the text "[object Object]',
      'openai (Node), stream helper': 'reads the text "[object Object]',
      'openai (Python)': 'throws TypeError: can only concatenate str (not "list") to str',
      'openai (Python), stream helper': 'reads the text "44"',
      'ai with @ai-sdk/openai': 'throws AI_TypeValidationError: Type validation failed',
      'LangChain.js': 'reads the text "44"',
    },
  },
  {
    answers: ['openrouter/reqllm__google_gemini_2_5_flash_lite-object_basic.json'],
    why: 'OpenRouter puts an error into the choice, beside a broken tool call.',
    clients: {
      'openai (Node)': 'misses the error',
      'openai (Python)': 'misses the error',
      'ai with @ai-sdk/openai': 'misses the error',
      'ai with @ai-sdk/openai-compatible': 'misses the error',
      'LangChain.js': 'misses the error',
    },
  },
  {
    answers: ['openrouter/reqllm__google_gemini_2_5_flash_lite-object_streaming.json'],
    why: 'OpenRouter ends a stream with a chunk that has both choices and an error.',
    clients: { 'ai with @ai-sdk/openai': 'misses the error' },
  },
  {
    answers: ['openrouter/reqllm__z_ai_glm_4_6-object_streaming.json'],
    why: 'The pieces of a tool call have an empty `type`.',
    clients: {
      'openai (Python), stream helper': 'throws AssertionError',
      'ai with @ai-sdk/openai': 'throws AI_TypeValidationError: Type validation failed',
    },
  },
  {
    answers: ['anthropic-openai-compat/vercel-ai__anthropic-fallback-tool-call.sse'],
    why: 'The first tool call has the index 1.',
    clients: {
      'openai (Node), stream helper':
        "throws Error: Cannot read properties of undefined (reading 'id')",
      'openai (Python), stream helper': 'throws IndexError: list index out of range',
    },
  },
  {
    answers: [
      'gpustack/ruby_llm__chat_streaming_responses_gpustack_qwen3_supports_streaming_responses.yml',
      'mistral/vercel-ai__mistral-incremental-tool-call.chunks.txt',
    ],
    why: 'No chunk of the stream has a role.',
    clients: {
      'openai (Node), stream helper': 'throws Error: missing role for choice 0',
    },
  },
  {
    answers: ['mistral/vercel-ai__mistral-incremental-tool-call.chunks.txt'],
    why: 'Every piece of a tool call has its id, and all but the first the name null.',
    clients: { 'LangChain.js': 'reads 0 tool calls of 1' },
  },
  {
    answers: [
      'snowflake/pydantic-ai__test_snowflake_model_streaming.yaml',
      'tgi/tgi__test_flash_llama_grammar_tools_openai.json',
    ],
    why: 'No chunk of the stream has a reason for its finish.',
    clients: {
      'openai (Node), stream helper': 'throws Error: missing finish_reason for choice 0',
      'ai with @ai-sdk/openai-compatible':
        'throws AI_InvalidResponseDataError: Response stream ended without a finish reason',
    },
  },
  {
    answers: [
      'moonshot-kimi/vercel-ai__moonshotai-stream.chunks.txt',
      'zai/reqllm__glm_4_5-object_streaming.json',
      'zai/reqllm__glm_4_5v-object_streaming.json',
    ],
    why: 'Chunks have no `object`, by which the helper knows them.',
    clients: { 'openai (Python), stream helper': 'throws AssertionError' },
  },
  {
    answers: ['vllm/openllmetry__test_trace_propagation_stream_ChatOpenAI_.yaml'],
    why: 'The answer was cut by its limit of tokens, which the helper takes for a failure.',
    clients: { 'openai (Python), stream helper': 'throws LengthFinishReasonError' },
  },
  {
    answers: ['llama-server, a streamed response'],
    why: 'The events of the stream do not say which item of the output they belong to.',
    clients: {
      'openai (Node), stream helper': 'throws Error: missing output at index undefined',
      'openai (Python), stream helper':
        'throws TypeError: list indices must be integers or slices',
      'ai with @ai-sdk/openai': 'throws AI_TypeValidationError: Type validation failed',
    },
  },
  {
    answers: ['openai/dd-trace-py__chat_completion_custom_tool_call.yaml'],
    why: 'OpenAI calls a custom tool, whose input is text, not JSON.',
    clients: {
      'ai with @ai-sdk/openai': 'throws AI_APICallError: Invalid JSON response',
      'ai with @ai-sdk/openai-compatible':
        'throws AI_APICallError: Invalid JSON response',
      'LangChain.js':
        "throws TypeError: Cannot read properties of undefined (reading 'id')",
    },
  },
  {
    answers: [
      'openai-responses/ruby_llm__providers_bedrock_mantle_responses_chat_calls_tools_through_the_responses_surface.yml #1',
    ],
    why: 'Bedrock gives a function call an `item_id` in place of an `id`.',
    clients: {
      'ai with @ai-sdk/openai': 'throws AI_APICallError: Invalid JSON response',
    },
  },
  {
    answers: [
      'openai-responses/ruby_llm__providers_bedrock_mantle_responses_chat_streams_through_the_responses_surface.yml',
    ],
    why: 'Bedrock has events that OpenAI has not, and counts the parts of a message from 1.',
    clients: {
      'openai (Node), stream helper': 'throws Error: Unhandled response stream event',
      'openai (Python), stream helper': 'throws IndexError: list index out of range',
    },
  },
  {
    answers: [
      'openai-responses/vercel-ai__lmstudio-tool-call.1.chunks.txt',
      'openai-responses/vercel-ai__lmstudio-tool-call.2.chunks.txt',
    ],
    why: 'LM Studio sends the arguments of a call whole when it is done, and not in pieces before.',
    clients: { 'LangChain.js': 'reads other arguments of a tool call' },
  },
];

/** What a client makes of an answer that it does not read; undefined where it does. */
export function limitOf(client: string, answer: string): string | undefined {
  const found = clientLimits.find(
    ({ answers, clients }) => answers.includes(answer) && client in clients,
  );
  return found?.clients[client];
}
