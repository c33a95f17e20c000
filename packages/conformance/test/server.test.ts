import {
  anthropicConformanceCases,
  conformanceCases,
  embeddingConformanceCases,
  fileConformanceCases,
} from '@samewire/conformance';

import { FakeEngine } from '@samewire/engine/testing';
import { buildServer } from '@samewire/server';
import { afterAll, describe, test } from 'vitest';

const apiKey = 'sk-conformance-0123456789';
const server = await buildServer({
  engine: new FakeEngine({ reply: () => 'Hello there! 你好 👋 How are you?' }),
  config: { model: { id: 'org/tiny:Q4_K_M' }, apiKeys: [apiKey] },
});
const url = await server.listen({ host: '127.0.0.1', port: 0 });
afterAll(() => server.close());

const target = { baseUrl: `${url}/v1`, apiKey, model: 'org/tiny:Q4_K_M' };

describe('the server', () => {
  // oxlint-disable-next-line vitest/expect-expect -- the cases assert by themselves
  test.each([
    ...conformanceCases,
    ...anthropicConformanceCases,
    ...fileConformanceCases,
    ...embeddingConformanceCases,
  ])('$name', ({ run }) => run(target));
});
