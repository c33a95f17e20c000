import { signatureOf } from '@samewire/mock/drift';
import { describe, expect, test } from 'vitest';
import type { RecordedExchange } from '../synthesise/recordings/exchange.ts';
import {
  hasRecordings,
  readExchanges,
  readRecordings,
  recordingFiles,
} from '../synthesise/recordings/read.ts';

describe.skipIf(!hasRecordings)('the signature of a recorded answer', () => {
  test.each(recordingFiles())('%s: does not change with the length of it', (file) => {
    for (const exchange of readExchanges(file)) {
      const signature = signatureOf(exchange);
      expect(['events', 'json']).toContain(signature.body.kind);
      expect(signatureOf({ ...exchange, body: stretched(exchange) })).toEqual(signature);
      expect(JSON.parse(JSON.stringify(signature))).toEqual(signature);
    }
  });

  test.each([
    [
      'groq/reqllm__llama_3_1_8b_instant-streaming.json',
      'groq/reqllm__moonshotai_kimi_k2_instruct_0905-streaming.json',
    ],
    ['xai/reqllm__grok_3-streaming.json', 'xai/reqllm__grok_3-object_streaming.json'],
  ])('%s and %s: one provider, one signature', (one, other) => {
    const [first, second] = [one, other].map((file) =>
      readExchanges(file).map((exchange) => signatureOf(exchange).body),
    );
    expect(first).toEqual(second);
  });

  test('tells providers apart', () => {
    const streams = readRecordings().filter(isChatStream);
    const bySignature = Map.groupBy(streams, (exchange) =>
      JSON.stringify(signatureOf(exchange).body),
    );
    const shared = [...bySignature.values()]
      .map((same) => new Set(same.map(({ provider }) => provider)))
      .filter((providers) => providers.size > 1);
    expect(bySignature.size).toBeGreaterThan(30);
    expect(shared).toEqual([]);
  });
});

/** Every event of a stream twice; anything else as it is. */
function stretched({ body }: RecordedExchange): Uint8Array {
  const text = Buffer.from(body).toString();
  if (text.startsWith('{') || text.startsWith('[')) return body;
  return Buffer.from(
    text.replaceAll(
      /((?:event: .*\r?\n)?data: \{.*\r?\n\r?\n)/g,
      (event) => event + event,
    ),
  );
}

function isChatStream({ body }: RecordedExchange): boolean {
  return Buffer.from(body).includes('data: {') && Buffer.from(body).includes('choices');
}
