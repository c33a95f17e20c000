import type { Engine } from '@samewire/engine';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ReasoningField } from '../engine-to-wire/chat-answer-form.ts';
import type { ResponseStreamForm } from '../engine-to-wire/response-stream-form.ts';
import type { FileStore } from '../files/file-store.ts';
import type { BackgroundResponses } from '../responses/background-responses.ts';
import type { ResponseService } from '../responses/response-service.ts';
import type { ServedModel } from '../served-model.ts';
import type { ServedModels } from '../served-models.ts';
import type { Grammars } from '../wire-to-engine/grammars.ts';
import type { UploadStore } from '../uploads/upload-store.ts';
import type { EventStreamOptions } from '../sse/event-stream.ts';
import type { StateStore } from '../state/state-store.ts';
import type { QueuePolicy } from '../wire-to-engine/queue-policy.ts';
import type { ReasoningPolicy } from '../wire-to-engine/reasoning-policy.ts';
import type { ResponseCollections } from '../wire-to-state/response-record.ts';

/** What the routes that answer with a model's text have to work with. */
export interface RouteContext {
  readonly engine: Engine;
  readonly model: ServedModel;
  /** It and the others, for routes that answer for more than one. */
  readonly models: ServedModels;
  /** What forms of answers are made of. */
  readonly grammars: Grammars;
  readonly queue: QueuePolicy;
  /** How much the model may reason. */
  readonly reasoning: ReasoningPolicy;
  readonly state: StateStore;
  /** How long answers are stored; 0 is without end. */
  readonly retentionDays: number;
  readonly files: FileStore;
  readonly uploads: UploadStore;
  /** Whether requests are taken that the wire does not take. */
  readonly isLenient: boolean;
  /** Whether the first values of the model's vectors are vectors themselves. */
  readonly isMatryoshka: boolean;
  readonly eventStream: EventStreamOptions;
  /** How the events of responses are told. */
  readonly responseForm: ResponseStreamForm;
  /** Where chat completions show what a model thought. */
  readonly reasoningField: ReasoningField;
}

/** What the routes of responses and conversations have to work with beside that. */
export interface ResponsesContext extends RouteContext {
  readonly collections: ResponseCollections;
  readonly responses: ResponseService;
  readonly background: BackgroundResponses;
}

/** A server whose handlers know the type of a body from its schema. */
export type TypedServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
