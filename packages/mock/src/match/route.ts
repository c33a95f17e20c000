/**
 * The endpoints of OpenAI's API and of those that copy it, wherever a provider mounts them: Azure
 * has `/models/chat/completions`, which is no model's name.
 */
const endpoint = new RegExp(
  String.raw`(?:^|/)((?:chat/completions|completions|embeddings|moderations|rerank` +
    String.raw`|(?!models/chat/completions$)(?:responses|models|files|uploads|batches|images|audio|fine_tuning` +
    String.raw`|vector_stores|messages|conversations|videos)(?:/.*)?))$`,
);

/**
 * What a path asks for, without the provider's prefix: `/openai/v1/chat/completions` and
 * `/v1/chat/completions` are both `/chat/completions`. Other paths stay whole.
 */
export function routeOf(path: string): string {
  const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
  const [, route] = endpoint.exec(trimmed) ?? [];
  return route === undefined ? trimmed : `/${route}`;
}

/** The model that Azure names in the path. */
export function deploymentOf(path: string): string | undefined {
  return /\/deployments\/([^/]+)\//.exec(path)?.[1];
}
