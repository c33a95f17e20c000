import anthropic from './data/anthropic.json' with { type: 'json' };
import azure from './data/azure.json' with { type: 'json' };
import bedrockMantle from './data/bedrock-mantle.json' with { type: 'json' };
import cerebras from './data/cerebras.json' with { type: 'json' };
import deepseek from './data/deepseek.json' with { type: 'json' };
import fireworks from './data/fireworks.json' with { type: 'json' };
import gemini from './data/gemini.json' with { type: 'json' };
import gpustack from './data/gpustack.json' with { type: 'json' };
import groq from './data/groq.json' with { type: 'json' };
import kimi from './data/kimi.json' with { type: 'json' };
import litellm from './data/litellm.json' with { type: 'json' };
import llamaServer from './data/llama-server.json' with { type: 'json' };
import lmStudio from './data/lm-studio.json' with { type: 'json' };
import mistral from './data/mistral.json' with { type: 'json' };
import ollama from './data/ollama.json' with { type: 'json' };
import openai from './data/openai.json' with { type: 'json' };
import openrouter from './data/openrouter.json' with { type: 'json' };
import perplexity from './data/perplexity.json' with { type: 'json' };
import qwen from './data/qwen.json' with { type: 'json' };
import sglang from './data/sglang.json' with { type: 'json' };
import snowflake from './data/snowflake.json' with { type: 'json' };
import tgi from './data/tgi.json' with { type: 'json' };
import together from './data/together.json' with { type: 'json' };
import vllm from './data/vllm.json' with { type: 'json' };
import xai from './data/xai.json' with { type: 'json' };
import zai from './data/zai.json' with { type: 'json' };
import type { ProfileFile } from './schema.ts';

/** Every profile that comes with the package, bases before those that differ from them. */
export const profileFiles: readonly ProfileFile[] = [
  openai,
  anthropic,
  azure,
  bedrockMantle,
  cerebras,
  deepseek,
  fireworks,
  gemini,
  gpustack,
  groq,
  kimi,
  litellm,
  llamaServer,
  lmStudio,
  mistral,
  ollama,
  openrouter,
  perplexity,
  qwen,
  sglang,
  snowflake,
  tgi,
  together,
  vllm,
  xai,
  zai,
] as unknown as readonly ProfileFile[];
