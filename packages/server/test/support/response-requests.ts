import type { Response, ResponseStreamEvent } from '@samewire/shared-types';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { expect } from 'vitest';

/** A request that is right in every way, but for what a test changes. */
export function responseRequest(
  changes: object = {},
): InjectOptions & { method: 'POST' } {
  return {
    method: 'POST',
    url: '/v1/responses',
    payload: { model: 'tiny', input: 'Hi', ...changes },
  };
}

/** A response that is there to be looked at. */
export async function createResponse(
  server: FastifyInstance,
  changes: object = {},
): Promise<Response> {
  const answer = await server.inject(responseRequest(changes));
  expect(answer.json()).toMatchObject({ object: 'response' });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

/** The first part of the first item of an answer, which has to be a message. */
export function firstPartOf({ output }: Response) {
  const [item] = output;
  return item?.type === 'message' ? item.content[0] : undefined;
}

/** The error that a request is answered with. */
export async function faultOf(server: FastifyInstance, changes: object, status = 400) {
  const answer = await server.inject(responseRequest(changes));
  expect([answer.statusCode, answer.json()]).toEqual([status, expect.anything()]);
  return answer.json().error;
}

/** The events of a stream with names; the name is the type in each. */
export function namedEventsOf(body: string): ResponseStreamEvent[] {
  return body
    .split('\n\n')
    .filter((text) => text !== '' && !text.startsWith(':'))
    .map((text) => {
      const [name = '', data = ''] = text.split('\n');
      const event: ResponseStreamEvent = JSON.parse(data.slice('data: '.length));
      expect(name).toBe(`event: ${event.type}`);
      return event;
    });
}
