import { recordedAnswer, signatureOf } from '@samewire/mock/drift';
import { profile, synthesise } from '@samewire/mock/synthesise';
import { describe, expect, test } from 'vitest';
import { recordedOf } from './recorded.ts';

describe('the profile of llama-server has the structure of', () => {
  const imitated = recordedOf('llama-server').filter(([{ scenario }]) => scenario);

  test.each(
    imitated.map(([request, { response }]) => [request.name, request, response] as const),
  )('%s', (_, { route, body, scenario = {} }, response) => {
    const made = synthesise({
      profile: profile('llama-server'),
      scenario,
      request: { route, body: { ...body } },
    });
    const whole = Buffer.concat(made.chunks.map(({ bytes }) => bytes));
    expect(made.status).toBe(response.status);
    expect(signatureOf({ ...made, body: whole }).body).toEqual(
      signatureOf(recordedAnswer(response)).body,
    );
  });
});
