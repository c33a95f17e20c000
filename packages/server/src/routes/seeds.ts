import { Type } from 'typebox';
import type { Seeds } from '../seeds/seeds.ts';
import type { TypedServer } from './route-context.ts';

/** `POST /seeds/restore` */
export function addSeedRoute(server: TypedServer, seeds: Seeds): void {
  server.post(
    '/seeds/restore',
    {
      schema: {
        tags: ['Seeds'],
        summary: 'Put the seeded objects back as they were at the start',
        response: {
          200: Type.Object({
            restored: Type.Integer({ description: 'How many there are.' }),
          }),
        },
      },
    },
    async () => ({ restored: await seeds.restore() }),
  );
}
