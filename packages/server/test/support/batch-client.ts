import type { EngineRequest } from '@samewire/engine';
import type { FakeEngineOptions } from '@samewire/engine/testing';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { form } from './multipart.ts';
import { eventually } from './patience.ts';

export interface Line {
  readonly custom_id: string;
  readonly method?: string;
  readonly url?: string;
  readonly body?: object;
}

export function chatLine(customId: string, changes: object = {}): Line {
  return {
    custom_id: customId,
    method: 'POST',
    url: '/v1/chat/completions',
    body: {
      model: 'tiny',
      messages: [{ role: 'user', content: customId }],
      ...changes,
    },
  };
}

export async function uploadInput(
  server: FastifyInstance,
  lines: readonly (Line | string)[],
  purpose = 'batch',
): Promise<string> {
  const content = lines
    .map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    .join('\n');
  const request = form('/v1/files', { purpose }, ['file', 'in.jsonl', content]);
  return (await server.inject(request)).json().id;
}

export async function post(server: FastifyInstance, url: string, payload?: object) {
  const response = await server.inject({
    method: 'POST',
    url,
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: response.statusCode, body: response.json() };
}

export async function createBatch(
  server: FastifyInstance,
  lines: readonly (Line | string)[],
  changes: object = {},
) {
  return post(server, '/v1/batches', {
    input_file_id: await uploadInput(server, lines),
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
    ...changes,
  });
}

async function batchOf(server: FastifyInstance, id: string) {
  return (await server.inject({ url: `/v1/batches/${id}` })).json();
}

const endings = ['completed', 'failed', 'cancelled', 'expired'];

export async function ended(server: FastifyInstance, id: string) {
  return eventually(async () => {
    const batch = await batchOf(server, id);
    expect(endings).toContain(batch.status);
    return batch;
  });
}

export async function linesOf(server: FastifyInstance, fileId: string | null) {
  if (fileId === null) return [];
  const { body } = await server.inject({ url: `/v1/files/${fileId}/content` });
  return body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

export const echo: FakeEngineOptions = {
  reply: (request) => `Re: ${questionOf(request)}`,
};

export function questionOf({ prompt }: EngineRequest): string {
  const content = prompt.kind === 'chat' ? prompt.messages[0]?.content : undefined;
  return typeof content === 'string' ? content : '';
}
