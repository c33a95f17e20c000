import { createFetch, type Exchange, Mock } from '@samewire/mock';
import { importRecording } from '@samewire/mock/import';
import OpenAI, { APIError } from 'openai';
import { describe, expect, test } from 'vitest';
import { decodeLoosely } from '../../src/exchange/bytes.ts';
import { parseJson } from '../../src/exchange/json.ts';
import { routeOf } from '../../src/match/route.ts';
import { recordings } from '../support/recordings.ts';

/** Streams in which the provider itself reports an error: the client throws what it says. */
const failedStreams: Readonly<Record<string, string>> = {
  'openai-responses/vercel-ai__openai-error.1.chunks.txt':
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
  'openrouter/reqllm__google_gemini_2_5_flash_lite-object_streaming.json':
    'Provider returned error',
};

/** Exchanges that OpenAI's client could have made. */
function openAiExchanges(file: string): readonly Exchange[] {
  const { cassette } = importRecording(recordings.read(file), file);
  return cassette.exchanges.filter(({ request, match }) => {
    const path =
      request?.url.replace(/^(?:https?:\/\/)?[^/]*/, '') ??
      match?.path ??
      '/chat/completions';
    return /^\/(?:chat\/completions|responses|embeddings|completions)$/.test(
      routeOf(path.replace(/\?.*/, '')),
    );
  });
}

/** Reads an exchange as an application does, and says what came of it. */
async function readWith(client: OpenAI, { request, match }: Exchange): Promise<string> {
  const path =
    request?.url.replace(/^(?:https?:\/\/)?[^/]*/, '') ??
    `/v1${match?.path ?? '/chat/completions'}`;
  const sent = parseJson(decodeLoosely(request?.body ?? new Uint8Array())) as
    | { stream?: boolean }
    | undefined;
  const body = sent ?? { model: 'm', messages: [], stream: match?.stream ?? false };
  const stream = body.stream === true;
  try {
    const answer = await client.post<AsyncIterable<unknown>>(path, { body, stream });
    if (!stream) return `read ${typeof answer}`;
    const { length } = await Array.fromAsync(answer);
    return length > 0 ? 'read chunks' : 'read nothing';
  } catch (error) {
    if (!(error instanceof APIError)) return `threw ${String(error)}`;
    return error.status === undefined
      ? `failed: ${error.message}`
      : `status ${error.status}`;
  }
}

/** A status of 400 or more is an error by right; everything else must be read. */
function expectedOf(file: string, { request, match, response }: Exchange): string {
  if (response.status >= 400) return `status ${response.status}`;
  const message = failedStreams[file];
  if (message !== undefined) return `failed: ${message}`;
  const sent = decodeLoosely(request?.body ?? new Uint8Array());
  return (match?.stream ?? /"stream": ?true/.test(sent)) ? 'read chunks' : 'read object';
}

describe(`the official client${recordings.note}`, () => {
  const files = recordings.files.filter((file) => openAiExchanges(file).length > 0);

  test.each(files)('reads %s', async (file) => {
    const exchanges = openAiExchanges(file);
    const client = new OpenAI({
      baseURL: 'http://mock',
      apiKey: 'none',
      maxRetries: 0,
      fetch: createFetch(new Mock({ cassettes: [{ exchanges }] })),
    });
    for (const exchange of exchanges)
      expect(await readWith(client, exchange)).toBe(expectedOf(file, exchange));
  });
});
