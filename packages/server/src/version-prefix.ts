import type { IncomingMessage } from 'node:http';

const unversioned =
  /^\/(?:chat\/completions|completions|embeddings|models|rerank|reranking|responses)(?=[/?]|$)/;

/**
 * The URL with `/v1` in front where it is missing. llama.cpp answers without it as well,
 * and the settings of its users rely on that. It is the OpenAI form that they get: the
 * fields llama.cpp has of its own on `/completions` are unknown here.
 */
export function withVersionPrefix({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  return unversioned.test(url) ? `/v1${url}` : url;
}
