const native = 'a native protocol, not the OpenAI one that profiles describe';

/** Recordings that the profiles do not imitate, and why. */
export const exceptions: Readonly<Record<string, string>> = {
  'google/reqllm__gemini_2_5_flash-object_streaming.json': native,
  'google/reqllm__gemini_2_5_flash-streaming.json': native,
  'google/ruby_llm__chat_error_handling_with_gemini_gemini-2_5-flash_raises_appropriate_auth_error.yml':
    native,
  'moonshot-kimi/vercel-ai__moonshotai-stream.chunks.txt':
    'written by hand, not captured: it lacks the `object` that Moonshot documents',
  'openai/openllmetry__test_chat_streaming.yaml':
    'not OpenAI: a gateway of unknown make, recorded at localhost:5002',
  'together/vercel-ai__togetherai-reranking.1.json':
    'reranking, no route of the OpenAI API',
};
