import type { ModelInfo } from '@samewire/engine';
import { FakeEngine } from '@samewire/engine/testing';
import { buildServer, type ServerConfig } from '@samewire/server';
import { describe, expect, test } from 'vitest';
import { withFiles, ggufHeader } from '../support/model-files.ts';
import { run, withServing } from '../support/serving.ts';
import { embeddingModel, rankingModel } from '../support/vector-models.ts';

/** A model for text that makes no vectors, and one beside it that makes nothing else. */
async function twoModels(
  config: Partial<ServerConfig> = {},
  second: Partial<ModelInfo> = embeddingModel,
) {
  const engine = new FakeEngine({ model: { embedding: null } });
  const embedder = new FakeEngine({ model: second });
  const server = await buildServer({
    engine,
    embedder,
    config: { model: { id: 'chatty' }, embeddingModel: { id: 'vectors' }, ...config },
  });
  const post = async (url: string, payload: object) => {
    const answer = await server.inject({ method: 'POST', url, payload });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { server, engine, embedder, post };
}

const messages = [{ role: 'user', content: 'Hi' }];

describe('a second model for vectors', () => {
  test('is listed beside the first', async () => {
    const { server } = await twoModels();
    const listed = (await server.inject('/v1/models')).json();
    expect(listed).toMatchObject({ data: [{ id: 'chatty' }, { id: 'vectors' }] });
    expect((await server.inject('/v1/models/vectors')).json()).toEqual(listed.data[1]);
  });

  test('makes the embeddings of requests that name it', async () => {
    const { post, engine, embedder } = await twoModels();
    const { body } = await post('/v1/embeddings', { model: 'vectors', input: 'Hi' });
    expect(body).toMatchObject({ model: 'vectors', data: [{ object: 'embedding' }] });
    expect(engine.embeddingRequests).toHaveLength(0);
    expect(embedder.embeddingRequests).toHaveLength(1);
  });

  test('leaves the first to refuse what it cannot do', async () => {
    const { post } = await twoModels();
    const { status, body } = await post('/v1/embeddings', {
      model: 'chatty',
      input: 'Hi',
    });
    expect(status).toBe(403);
    expect(body.error.message).toContain('not allowed to generate embeddings');
  });

  test('is not confused with a model that is not there', async () => {
    const { post } = await twoModels();
    const { status, body } = await post('/v1/embeddings', {
      model: 'other',
      input: 'Hi',
    });
    expect(status).toBe(404);
    expect(body.error.code).toBe('model_not_found');
  });

  test('is no chat model', async () => {
    const { post, engine } = await twoModels();
    const answer = await post('/v1/chat/completions', { model: 'vectors', messages });
    expect(answer.status).toBe(404);
    expect(answer.body.error.message).toContain('This is not a chat model');
    expect(engine.requests).toHaveLength(0);
  });

  test('leaves chats to the first', async () => {
    const { post } = await twoModels();
    const answer = await post('/v1/chat/completions', { model: 'chatty', messages });
    expect(answer.body).toMatchObject({ model: 'chatty' });
  });

  test('tokenises for itself', async () => {
    const { post } = await twoModels();
    const { status } = await post('/tokenize', { model: 'vectors', prompt: 'Hi' });
    expect(status).toBe(200);
  });

  test('ranks, if that is what it was made for', async () => {
    const { post } = await twoModels({}, rankingModel);
    const { status } = await post('/v1/rerank', {
      model: 'vectors',
      query: 'a',
      documents: ['b'],
    });
    expect(status).toBe(200);
  });

  test('is meant by any name where names do not count', async () => {
    const { post } = await twoModels({ profile: 'lenient' });
    const { body } = await post('/v1/embeddings', { model: 'ada', input: 'Hi' });
    expect(body).toMatchObject({ model: 'vectors' });
  });

  test('has figures of its own, under each name once', async () => {
    const { server } = await twoModels();
    const { body } = await server.inject('/metrics');
    expect(body).toContain('samewire_model_loaded{model="chatty"} 1');
    expect(body).toContain('samewire_model_loaded{model="vectors"} 1');
    expect(body.match(/# TYPE samewire_model_loaded /g)).toHaveLength(1);
  });

  test('is waited for by those who ask whether the server is ready', async () => {
    const embedder = new FakeEngine({ status: { phase: 'loading', progress: 0.5 } });
    const server = await buildServer({
      engine: new FakeEngine(),
      embedder,
      config: { model: { id: 'chatty' } },
    });
    expect((await server.inject('/readyz')).statusCode).toBe(503);
  });
});

describe('samewire serve with two models', () => {
  test('serves both, and gives what is set for vectors to the second', async () => {
    await withFiles({ 'second.gguf': ggufHeader() }, async (folder) => {
      const flags = ['--embedding-model', `${folder}/second.gguf`, '--pooling', 'mean'];
      await withServing({ flags }, async ({ terminal, url }) => {
        expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({
          data: [{ id: 'tiny' }, { id: 'second' }],
        });
        const [first, second] = terminal.started;
        expect(first).not.toHaveProperty('pooling');
        expect(second).toMatchObject({ embeddings: true, pooling: 'mean' });
        expect(terminal.stderr.text).toContain('Embeddings  second  24 B');
      });
    });
  });

  test('refuses two models of one name', async () => {
    await withFiles({ 'tiny.gguf': ggufHeader() }, async (cwd) => {
      const argv = [
        'serve',
        'tiny.gguf',
        '--embedding-model',
        'tiny.gguf',
        '--port',
        '0',
      ];
      const { exitCode, errors } = await run({ cwd, argv });
      expect(exitCode).toBe(2);
      expect(errors).toContain("Both models have the name 'tiny'");
    });
  });

  test('says which second file is missing', async () => {
    await withFiles({ 'tiny.gguf': ggufHeader() }, async (cwd) => {
      const argv = ['serve', 'tiny.gguf', '--embedding-model', 'no.gguf', '--port', '0'];
      const { exitCode, errors } = await run({ cwd, argv });
      expect(exitCode).toBe(3);
      expect(errors).toContain('no.gguf was not found');
    });
  });
});
