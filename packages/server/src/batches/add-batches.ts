import { dropOutdatedBlobs } from '../files/temporary-blob.ts';
import type { OwnRequests } from '../plugins/own-requests.ts';
import { addBatchRoutes } from '../routes/batches.ts';
import type { RouteContext, TypedServer } from '../routes/route-context.ts';
import { routeAsker } from './ask-route.ts';
import { BatchRunner } from './batch-runner.ts';
import { BatchStore } from './batch-store.ts';

const sweepIntervalMs = 600_000;

/**
 * Everything that goes on without a request: batches, and the deletion of files and uploads
 * whose time is over. It begins when the server is ready and ends before what was registered earlier, such as
 * the store, closes.
 */
export function addBatches(
  server: TypedServer,
  { state, files, isLenient }: Pick<RouteContext, 'state' | 'files' | 'isLenient'>,
  ownRequests: OwnRequests,
): void {
  const batches = new BatchStore(state);
  const onFailure = (error: unknown) =>
    server.log.error({ err: error }, 'background work failed');
  const runner = new BatchRunner({
    batches,
    files,
    ask: routeAsker(server, ownRequests),
    onFailure,
  });
  const sweep = async () => {
    try {
      await dropOutdatedBlobs(state);
      await files.dropExpired();
    } catch (error) {
      onFailure(error);
    }
  };
  addBatchRoutes(server, { batches, runner, files, isLenient });

  let timer: NodeJS.Timeout | undefined;
  // Nobody who wants to connect has to wait for it.
  let begun: Promise<void> = Promise.resolve();
  server.addHook('onReady', (done) => {
    timer = setInterval(() => void sweep(), sweepIntervalMs).unref();
    begun = Promise.all([sweep(), runner.start().catch(onFailure)]).then(() => undefined);
    done();
  });
  // At once, so that what runs now is the last that does.
  server.addHook('preClose', async () => {
    void runner.stop();
  });
  server.addHook('onClose', async () => {
    clearInterval(timer);
    await begun;
    await runner.stop();
  });
}
