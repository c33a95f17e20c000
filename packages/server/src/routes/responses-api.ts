import { BackgroundResponses } from '../responses/background-responses.ts';
import { ResponseService } from '../responses/response-service.ts';
import { SealingKey } from '../state/sealing-key.ts';
import { ResponseCollections } from '../wire-to-state/response-record.ts';
import { addCompactRoute } from './compact.ts';
import { addConversationRoutes } from './conversations.ts';
import { addInputTokensRoute } from './input-tokens.ts';
import { addResponsesRoute } from './responses.ts';
import type { ResponsesContext, RouteContext, TypedServer } from './route-context.ts';
import { addStoredResponseRoutes } from './stored-responses.ts';

/**
 * Responses and conversations, with all that lives as long as the server.
 *
 * @returns what is to be done once at the start, if state of an earlier server may be there
 */
export function addResponsesApi(
  server: TypedServer,
  routes: RouteContext,
): { recover: () => Promise<void> } {
  const { engine, files, grammars, model, queue, reasoning, state, retentionDays } =
    routes;
  const collections = new ResponseCollections(state, retentionDays);
  const responses = new ResponseService({
    engine,
    model,
    queue,
    state,
    collections,
    sealingKey: new SealingKey(state),
    grammars,
    reasoning,
    files,
  });
  const background = new BackgroundResponses(responses, server.log);
  // The store is closed after this: hooks run in the reverse of their order.
  server.addHook('onClose', () => background.close());
  const context: ResponsesContext = { ...routes, collections, responses, background };
  addResponsesRoute(server, context);
  addInputTokensRoute(server, context);
  addCompactRoute(server, context);
  addStoredResponseRoutes(server, context);
  addConversationRoutes(server, context);
  return { recover: () => background.recover() };
}
