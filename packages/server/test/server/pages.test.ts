import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { createTestServer } from '../support/test-server.ts';

const directory = await mkdtemp(join(tmpdir(), 'samewire-playground-'));
await mkdir(join(directory, 'assets'));
await writeFile(join(directory, 'index.html'), '<!doctype html><title>play</title>');
await writeFile(join(directory, '.env'), 'SECRET=1');
await writeFile(join(directory, 'assets', 'app-1a2b.js'), 'plain');
await writeFile(join(directory, 'assets', 'app-1a2b.js.gz'), gzipSync('packed'));
afterAll(() => rm(directory, { recursive: true }));

const { server } = await createTestServer({
  config: { apiKeys: ['key'], playgroundDir: directory },
});

describe('the playground', () => {
  test('is at the root, without a key, and asked for anew each time', async () => {
    const response = await server.inject('/');
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('play');
    expect(response.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': expect.stringContaining("script-src 'self'"),
      'x-content-type-options': 'nosniff',
    });
  });

  test('has assets that are kept for ever', async () => {
    const response = await server.inject('/assets/app-1a2b.js');
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test('sends what was compressed before to who can read it', async () => {
    const response = await server.inject({
      url: '/assets/app-1a2b.js',
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(response.headers['content-encoding']).toBe('gzip');
  });

  test.each(['/.env', '/%2e%2e/package.json', '/..%5cpackage.json', '/assets/'])(
    'hands out nothing else: %s',
    async (url) => {
      const response = await server.inject({
        url,
        headers: { authorization: 'Bearer key' },
      });
      expect(response.statusCode).toBe(404);
      expect(response.json().error.type).toBe('invalid_request_error');
    },
  );
});

describe('the description of the API', async () => {
  const { server: open } = await createTestServer();
  const document = (await open.inject('/openapi.json')).json();

  test('lists every route that clients use', () => {
    expect(Object.keys(document.paths).toSorted((a, b) => a.localeCompare(b))).toEqual([
      '/apply-template',
      '/detokenize',
      '/health',
      '/infill',
      '/livez',
      '/lora-adapters',
      '/metrics',
      '/readyz',
      '/startupz',
      '/tokenize',
      '/v1/audio/transcriptions',
      '/v1/batches',
      '/v1/batches/{batch_id}',
      '/v1/batches/{batch_id}/cancel',
      '/v1/chat/completions',
      '/v1/chat/completions/{completion_id}',
      '/v1/chat/completions/{completion_id}/messages',
      '/v1/chat/completions/input_tokens',
      '/v1/completions',
      '/v1/conversations',
      '/v1/conversations/{conversation_id}',
      '/v1/conversations/{conversation_id}/items',
      '/v1/conversations/{conversation_id}/items/{item_id}',
      '/v1/embeddings',
      '/v1/files',
      '/v1/files/{file_id}',
      '/v1/files/{file_id}/content',
      '/v1/health',
      '/v1/load_lora_adapter',
      '/v1/messages',
      '/v1/messages/count_tokens',
      '/v1/models',
      '/v1/models/{model}',
      '/v1/rerank',
      '/v1/reranking',
      '/v1/responses',
      '/v1/responses/{response_id}',
      '/v1/responses/{response_id}/cancel',
      '/v1/responses/{response_id}/input_items',
      '/v1/responses/compact',
      '/v1/responses/input_tokens',
      '/v1/unload_lora_adapter',
      '/v1/uploads',
      '/v1/uploads/{upload_id}/cancel',
      '/v1/uploads/{upload_id}/complete',
      '/v1/uploads/{upload_id}/parts',
    ]);
  });

  test.each(['/openapi.json', '/docs/', '/docs/static/index.css', '/docs/json'])(
    'needs no key: %s',
    async (url) => {
      expect((await server.inject(url)).statusCode).toBe(200);
    },
  );

  test('does not name the model that is served', async () => {
    const { server: named } = await createTestServer({
      config: { model: { id: 'a-secret-model' }, apiKeys: ['key'] },
    });
    expect((await named.inject('/openapi.json')).body).not.toContain('a-secret-model');
  });

  test('describes what a request may hold', () => {
    const { schema } =
      document.paths['/v1/chat/completions'].post.requestBody.content['application/json'];
    expect(schema.properties.top_k.description).toContain('most probable');
    expect(schema.required).toEqual(['model', 'messages']);
  });

  test('has a page that loads nothing from anywhere else', async () => {
    const page = await open.inject('/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    const [, script = ''] = /src="\.?\/?([^"]*bundle\.js)"/.exec(page.body) ?? [];
    expect((await open.inject(`/docs/${script}`)).statusCode).toBe(200);
  });
});
