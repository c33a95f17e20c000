import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Engine } from '@samewire/engine';
import type { AnySchemaObject } from 'ajv';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { responseStreamForms } from './engine-to-wire/response-stream-form.ts';
import { handleError, sendError } from './errors/error-handler.ts';
import {
  answerMalformedRequest,
  answerUnknownExpectation,
} from './errors/malformed-request.ts';
import { answerUnknownRoutes } from './errors/not-found.ts';
import { toWireError } from './errors/to-wire-error.ts';
import { authentication } from './plugins/authentication.ts';
import { crossOrigin } from './plugins/cross-origin.ts';
import { draining } from './plugins/draining.ts';
import { hostCheck } from './plugins/host-check.ts';
import { jsonBody } from './plugins/json-body.ts';
import { queryValues } from './plugins/query-values.ts';
import { watchRequestEnds } from './plugins/request-ends.ts';
import { ownerOf, requestOwner } from './plugins/request-owner.ts';
import { requestIdOf, responseHeaders } from './plugins/response-headers.ts';
import { sendTogether } from './plugins/send-together.ts';
import { lenientProfile } from './profiles/lenient-profile.ts';
import { rateLimits } from './rate-limits/rate-limits.ts';
import { ModelMetrics } from './metrics/model-metrics.ts';
import { type MeteredModel, ServerMetrics } from './metrics/server-metrics.ts';
import { idempotencyKeys } from './idempotency/idempotency-keys.ts';
import { addAdapterRoutes } from './routes/adapters.ts';
import { addBatches } from './batches/add-batches.ts';
import { FileStore } from './files/file-store.ts';
import { modelAbilities } from './plugins/model-abilities.ts';
import { formOrigins } from './plugins/form-origins.ts';
import { multipartBody } from './plugins/multipart-body.ts';
import { OwnRequests } from './plugins/own-requests.ts';
import { addFileRoutes } from './routes/files.ts';
import { addUploadRoutes } from './routes/uploads.ts';
import { UploadStore } from './uploads/upload-store.ts';
import { addCacheRoutes } from './routes/cache.ts';
import { addChatCompletionsRoute } from './routes/chat-completions.ts';
import { addCompletionsRoute } from './routes/completions.ts';
import { addEmbeddingsRoute } from './routes/embeddings.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addInfillRoute } from './routes/infill.ts';
import { addMessagesRoutes } from './routes/messages.ts';
import { addMetricsRoute } from './routes/metrics.ts';
import { addModelRoutes } from './routes/models.ts';
import { addOpenApiRoutes, describeRoutes } from './routes/openapi.ts';
import { addPlayground } from './routes/playground.ts';
import { addRerankRoutes } from './routes/rerank.ts';
import { addResponsesApi } from './routes/responses-api.ts';
import type { RouteContext, TypedServer } from './routes/route-context.ts';
import { addStoredChatCompletionRoutes } from './routes/stored-chat-completions.ts';
import { addTranscriptionsRoute } from './routes/transcriptions.ts';
import { addUpstreamRoutes } from './routes/upstream.ts';
import { addSeedRoute } from './routes/seeds.ts';
import { addTokenizationRoutes } from './routes/tokenization.ts';
import { GrammarCompiler } from './grammar-compiler/grammar-compiler.ts';
import { Seeds } from './seeds/seeds.ts';
import { servedModels } from './served-models.ts';
import type { ServerConfig } from './server-config.ts';
import { openState } from './state/open-state.ts';
import { Grammars } from './wire-to-engine/grammars.ts';
import { withVersionPrefix } from './version-prefix.ts';
import { QueuePolicy } from './wire-to-engine/queue-policy.ts';
import { ReasoningPolicy } from './wire-to-engine/reasoning-policy.ts';
import { validatorOf } from './validation/validators.ts';

export interface BuildServerOptions {
  readonly engine: Engine;
  /** A second model, for embeddings and ranking; default: there is none. */
  readonly embedder?: Engine;
  readonly config: ServerConfig;
  /** Once aborted, new requests are refused and `/readyz` says so. */
  readonly draining?: AbortSignal;
}

/**
 * The OpenAI API over an engine. The server owns no engine: whoever made one closes it.
 *
 * @example
 * const server = await buildServer({ engine, config: { model: { id: 'tiny' } } });
 * await server.listen({ port: 8484 });
 */
export async function buildServer(options: BuildServerOptions): Promise<FastifyInstance> {
  const { config } = options;
  const isDraining = options.draining ?? new AbortController().signal;
  const server = createServer(config);
  server.setValidatorCompiler<AnySchemaObject>(validatorOf);

  server.server.on('checkExpectation', answerUnknownExpectation);
  // Answers are written as they were made: the code that Fastify would make of their schemas takes
  // longer than this does, puts the fields in an order of its own, and takes time to be made.
  server.setSerializerCompiler(() => JSON.stringify);
  server.setReplySerializer((answer) => JSON.stringify(answer));
  server.setErrorHandler(handleError);
  answerUnknownRoutes(server);
  const ends = watchRequestEnds(server);
  await server.register(responseHeaders);
  await server.register(sendTogether);
  await server.register(crossOrigin, { origins: config.corsOrigins ?? [] });
  const { allowedHosts = [] } = config;
  const apiKeys = (config.apiKeys ?? []).map((key) =>
    typeof key === 'string' ? key : key.key,
  );
  const ownRequests = new OwnRequests();
  if (apiKeys.length > 0) await server.register(authentication, { apiKeys, ownRequests });
  else if (allowedHosts !== 'any') await server.register(hostCheck, { allowedHosts });
  await server.register(requestOwner, { hasKeys: apiKeys.length > 0, ownRequests });
  await server.register(draining, { signal: isDraining, ends });
  await server.register(jsonBody);
  await server.register(queryValues);
  if (config.requestsPerMinute !== undefined || config.tokensPerMinute !== undefined)
    await server.register(rateLimits, {
      limits: config,
      model: config.model.id,
      ownRequests,
    });

  const isLenient = config.profile === 'lenient';
  if (isLenient) await server.register(lenientProfile, { model: config.model.id });

  await describeRoutes(server);
  const metered = meteredModels(options);
  addMetricsRoute(server, metered, new ServerMetrics(config.metricsCompat ?? []), ends);
  const state = openState(config);
  // The last to close: what is registered later is closed earlier.
  server.addHook('onClose', () => state.close());
  const maxFileBytes = config.maxFileBytes ?? 512 * 1024 * 1024;
  const files = new FileStore(state, maxFileBytes);
  const models = servedModels(metered, config);
  const { engine, model } = models.main;
  const compiler = new GrammarCompiler();
  server.addHook('onClose', () => compiler.close());
  const context: RouteContext = {
    engine,
    state,
    files,
    uploads: new UploadStore(state, files),
    retentionDays: config.retentionDays ?? 30,
    model,
    models,
    grammars: new Grammars({ compiler, model, isLenient }),
    queue: new QueuePolicy(config),
    reasoning: new ReasoningPolicy(config),
    isLenient,
    isMatryoshka: config.matryoshka ?? false,
    eventStream: {
      keepAliveMs: config.keepAliveMs ?? 15_000,
      stallTimeoutMs: config.stallTimeoutMs ?? 60_000,
    },
    responseForm: responseStreamForms[config.responsesForm ?? 'openai'],
    reasoningField: config.reasoningField ?? 'reasoning_content',
  };
  await server.register(modelAbilities, context);
  await server.register(idempotencyKeys, { state });
  addChatCompletionsRoute(server, context);
  addStoredChatCompletionRoutes(server, context);
  const { recover } = addResponsesApi(server, context);
  // Memory holds nothing of an earlier server.
  if (config.dataDir !== undefined || config.stateUrl !== undefined) await recover();
  addCompletionsRoute(server, context);
  addInfillRoute(server, context);
  addMessagesRoutes(server, context);
  addEmbeddingsRoute(server, context);
  addRerankRoutes(server, context);
  addModelRoutes(server, context);
  addAdapterRoutes(server, context, config.adapterDir);
  addTokenizationRoutes(server, context);
  if (config.cacheApi === true)
    await addCacheRoutes(server, context, config.corsOrigins ?? []);
  await server.register(async (scope) => {
    await scope.register(formOrigins, { origins: config.corsOrigins ?? [] });
    await scope.register(multipartBody);
    addFileRoutes(scope.withTypeProvider(), context);
    addUploadRoutes(scope.withTypeProvider(), context);
    if (config.audioUrl === undefined)
      addTranscriptionsRoute(
        scope.withTypeProvider(),
        context,
        config.maxBodyBytes ?? defaultBodyBytes,
      );
  });
  await addUpstreamRoutes(server, config, maxFileBytes);
  addBatches(server, context, ownRequests);
  addHealthRoutes(server, {
    engines: models.all.map((backend) => backend.engine),
    draining: isDraining,
  });
  if (config.seeds !== undefined) {
    const [firstKey] = apiKeys;
    const owner = firstKey === undefined ? '' : ownerOf(firstKey);
    const seeds = new Seeds(config.seeds, { ...context, owner });
    await seeds.restore();
    addSeedRoute(server, seeds);
  }
  await addOpenApiRoutes(server);
  if (config.playgroundDir !== undefined)
    await addPlayground(server, config.playgroundDir);
  return server;
}

const defaultBodyBytes = 32 * 1024 * 1024;

/** The engines that there are, each with figures under the name of its model. */
function meteredModels({ engine, embedder, config }: BuildServerOptions): MeteredModel[] {
  const main = { engine, metrics: new ModelMetrics(config.model.id) };
  if (embedder === undefined) return [main];
  const id = config.embeddingModel?.id ?? 'embeddings';
  return [main, { engine: embedder, metrics: new ModelMetrics(id) }];
}

function createServer(config: ServerConfig): TypedServer {
  return Fastify({
    bodyLimit: config.maxBodyBytes ?? defaultBodyBytes,
    rewriteUrl: withVersionPrefix,
    genReqId: requestIdOf,
    requestIdHeader: false,
    logger:
      config.logLevel === undefined || config.logLevel === 'silent'
        ? false
        : { level: config.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    // A request on a kept-alive connection gets the refusal of plugins/draining.ts, which
    // says in the wire's own form what this option would say in Fastify's.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    // A slow prompt over a slow line may take minutes; headers may not.
    requestTimeout: 300_000,
    keepAliveTimeout: 65_000,
    http: { headersTimeout: 30_000, maxHeaderSize: 16_384 },
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: 4096,
    },
    frameworkErrors: (error, _request, reply) => {
      void sendError(reply, toWireError(error));
    },
    clientErrorHandler: answerMalformedRequest,
  }).withTypeProvider<TypeBoxTypeProvider>();
}
