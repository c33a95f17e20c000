import type { RunStep } from './advance-run.ts';
import { FrameReader } from './frame-reader.ts';
import { readErrorBody, type Failure } from './failure.ts';
import type { SentRequest } from './run.ts';

export interface SendOptions {
  readonly signal: AbortSignal;
  readonly apiKey: string | undefined;
  /** Called with each step as it happens. The last one is `end` or `stop`. */
  readonly onStep: (step: RunStep) => void;
}

/** Sends a request and reports all that comes back. Never rejects: failures are steps. */
export async function sendRun(
  request: SentRequest,
  { signal, apiKey, onStep }: SendOptions,
): Promise<void> {
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  const end = (failure?: Failure) => {
    if (signal.aborted) onStep({ type: 'stop', atMs: elapsed() });
    else onStep({ type: 'end', atMs: elapsed(), ...(failure && { failure }) });
  };
  let response: Response;
  try {
    response = await fetch(request.url, {
      method: request.method,
      headers: withKey(request, apiKey),
      body: request.body,
      cache: 'no-store',
      signal,
    });
  } catch (error) {
    return end({ kind: 'unreachable', detail: String(error) });
  }
  onStep({
    type: 'head',
    head: { status: response.status, headers: [...response.headers], atMs: elapsed() },
  });
  try {
    end(await readAnswer(response, elapsed, onStep));
  } catch (error) {
    end({ kind: 'cut-short', detail: String(error) });
  }
}

async function readAnswer(
  response: Response,
  elapsed: () => number,
  onStep: (step: RunStep) => void,
): Promise<Failure | undefined> {
  const type = response.headers.get('content-type') ?? 'no content type';
  if (!response.ok || !type.startsWith('text/event-stream') || response.body === null) {
    const text = await response.text();
    onStep({ type: 'body', text });
    if (!response.ok) return httpFailure(response, text);
    return { kind: 'not-the-wire', detail: `The server answered with ${type}.` };
  }
  const frameReader = new FrameReader();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return undefined;
    const frames = frameReader.read(value);
    if (frames.length > 0) onStep({ type: 'frames', frames, atMs: elapsed() });
  }
}

function httpFailure({ status, headers }: Response, body: string): Failure {
  const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10);
  return {
    kind: 'http',
    status,
    error: readErrorBody(body),
    ...(seconds >= 0 && { retryAfterSeconds: seconds }),
  };
}

/** The key goes onto the wire only here; the recorded request shows that there was one. */
function withKey({ headers }: SentRequest, apiKey: string | undefined): Headers {
  const sent = new Headers(headers.map(([name, value]) => [name, value]));
  if (apiKey !== undefined) sent.set('authorization', `Bearer ${apiKey}`);
  return sent;
}
