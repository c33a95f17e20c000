import type { Route, SynthesisRequest } from '@samewire/mock/synthesise';
import { asObject, type RecordedExchange } from './exchange.ts';
import { chunksIn, isStream } from './scenario-of.ts';

/** The request of a recording, as far as it was kept or its answer tells. */
export function requestOf(exchange: RecordedExchange): SynthesisRequest {
  const stream = isStream(exchange);
  const wasKept = Object.keys(exchange.request).length > 0;
  const guessed = wasKept
    ? {}
    : { ...repeatedIn(exchange), ...(stream && usageAsked(exchange)) };
  const body = { ...guessed, ...exchange.request, model: modelOf(exchange), stream };
  return { route: routeOf(exchange), body };
}

/** The model that was asked, or else the one that answered. */
function modelOf({ request, url, body }: RecordedExchange): unknown {
  if (request['model'] !== undefined) return request['model'];
  const deployment = /deployments\/([^/]+)/.exec(url)?.[1];
  if (deployment !== undefined) return deployment;
  const text = Buffer.from(body).toString();
  return /"model": ?"([^"]+)"/.exec(text)?.[1];
}

function routeOf({ url, body }: RecordedExchange): Route {
  if (url.endsWith('/embeddings')) return 'embeddings';
  if (url.endsWith('/messages')) return 'messages';
  const text = Buffer.from(body).toString();
  const isResponse =
    url.endsWith('/responses') || /response\.created|"object": ?"response"/.test(text);
  return isResponse ? 'responses' : 'chat/completions';
}

/** Counts in a chunk of their own were asked for. */
function usageAsked({ body }: RecordedExchange): object {
  const asks = chunksIn(body).some(
    ({ choices, usage }) => Array.isArray(choices) && choices.length === 0 && usage,
  );
  return asks ? { stream_options: { include_usage: true } } : {};
}

/** What a response repeats of its request. */
function repeatedIn({ body }: RecordedExchange): object {
  const text = Buffer.from(body).toString();
  const [event] = chunksIn(body);
  const whole: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  const { tools, max_output_tokens: limit } = asObject(event?.['response'] ?? whole);
  const hasTools = Array.isArray(tools) && tools.length > 0;
  return {
    ...(hasTools && { tools }),
    ...(limit !== undefined && { max_output_tokens: limit }),
  };
}
