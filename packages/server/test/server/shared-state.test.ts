// Several servers on one PostgreSQL database.

import { EngineError } from '@samewire/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createResponse } from '../support/response-requests.ts';
import {
  postgresNote,
  type RunningPostgres,
  startPostgres,
} from '../support/start-postgres.ts';
import { createTestServer } from '../support/test-server.ts';

const busy = new EngineError('queue-full', 'full', { retryAfterMs: 60_000 });

describe.skipIf(postgresNote !== '')(
  `servers that share a database${postgresNote}`,
  () => {
    let postgres: RunningPostgres;
    beforeAll(async () => {
      postgres = await startPostgres();
    }, 60_000);
    afterAll(() => postgres.stop());

    function start(engine: object = {}) {
      return createTestServer({ engine, config: { stateUrl: postgres.url } });
    }

    test('continue what another of them has answered', async () => {
      const [{ server: one }, { server: two, engine }] = await Promise.all([
        start(),
        start(),
      ]);
      const { id } = await createResponse(one, { input: 'One' });
      await createResponse(two, { previous_response_id: id, input: 'Two' });
      expect(engine.requests[0]?.prompt).toMatchObject({
        messages: [{ content: 'One' }, { role: 'assistant' }, { content: 'Two' }],
      });
      await Promise.all([one.close(), two.close()]);
    });

    test('leave the work of one another alone, until it is gone', async () => {
      const { server: one } = await start({ refuse: () => busy });
      const { id } = await createResponse(one, { background: true });
      const { server: two, engine } = await start();
      expect((await two.inject(`/v1/responses/${id}`)).json().status).toBe('queued');
      expect(engine.requests).toHaveLength(0);
      await one.close();
      const { server: three } = await start();
      await expect
        .poll(async () => (await three.inject(`/v1/responses/${id}`)).json().status)
        .toBe('completed');
      await Promise.all([two.close(), three.close()]);
    });
  },
);
