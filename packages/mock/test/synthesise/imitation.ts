import { type Shape, signatureOf, type StructureSignature } from '@samewire/mock/drift';
import { profile, type Route, synthesise } from '@samewire/mock/synthesise';
import { namedVariants, profileIdOf } from './profile-of.ts';
import { asObject, type RecordedExchange } from './recordings/exchange.ts';
import { chunksIn, isStream, scenarioOf } from './recordings/scenario-of.ts';

/** A recorded answer and the synthesiser's answer to the same request, reduced alike. */
export interface Imitation {
  readonly recorded: StructureSignature;
  readonly synthesised: StructureSignature;
}

/** Has a provider's profile say what a recording says. */
export function imitate(exchange: RecordedExchange, number = 0): Imitation {
  const stream = isStream(exchange);
  const body = { ...exchange.request, model: modelOf(exchange), stream };
  const answer = synthesise({
    profile: profile(profileIdOf(exchange)),
    scenario: scenarioOf(exchange),
    request: {
      route: routeOf(exchange),
      body: stream ? { ...body, ...usageAsked(exchange) } : body,
    },
    variants: namedVariants(exchange, number),
  });
  const bytes = Buffer.concat(answer.chunks.map((chunk) => chunk.bytes));
  return {
    recorded: comparable(signatureOf(exchange), exchange),
    synthesised: comparable(signatureOf({ ...answer, body: bytes }), exchange),
  };
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
  const text = Buffer.from(body).toString();
  const isResponse =
    url.endsWith('/responses') || /response\.created|"object": ?"response"/.test(text);
  return isResponse ? 'responses' : 'chat/completions';
}

/** Fixtures without their request: counts in a chunk of their own were asked for. */
function usageAsked({ request, body }: RecordedExchange): object {
  if (Object.keys(request).length > 0) return {};
  const asks = chunksIn(body).some(
    ({ choices, usage }) => Array.isArray(choices) && choices.length === 0 && usage,
  );
  return asks ? { stream_options: { include_usage: true } } : {};
}

/** Drops from a signature what the recorder did not keep. */
function comparable(
  signature: StructureSignature,
  { kept }: RecordedExchange,
): StructureSignature {
  const { 'content-type': contentType } = signature.headers;
  const headers: Record<string, string> =
    kept.headers && contentType !== undefined ? { 'content-type': contentType } : {};
  let { body } = signature;
  if (body.kind === 'events' && !kept.framing) {
    body = { ...body, done: true, lineEnd: 'lf', ending: 'empty-line', comments: [] };
  }
  if (body.kind === 'events' && kept.ending === false) {
    body = { ...body, ending: 'empty-line' };
  }
  if (kept.nulls === false) body = withoutNulls(body) as typeof body;
  if (!kept.order)
    body = withoutOrder(body as unknown as Shape) as unknown as typeof body;
  return { ...signature, headers, body };
}

/** The same without keys that hold null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object') return value;
  const entries = Object.entries(asObject(value)).filter(([, item]) => item !== 'null');
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}

/** The same with keys in alphabetical order. */
function withoutOrder(shape: Shape): Shape {
  if (typeof shape !== 'object') return shape;
  if (Array.isArray(shape)) return (shape as readonly Shape[]).map(withoutOrder);
  const entries = Object.entries(asObject(shape)).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return Object.fromEntries(
    entries.map(([key, item]) => [key, withoutOrder(item as Shape)]),
  );
}
