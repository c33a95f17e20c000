import type { Engine } from '@samewire/engine';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { FileStore } from '../files/file-store.ts';
import type { ServedModel } from '../served-model.ts';
import type { UploadStore } from '../uploads/upload-store.ts';
import type { EventStreamOptions } from '../sse/event-stream.ts';
import type { StateStore } from '../state/state-store.ts';

/** What the routes that answer with a model's text have to work with. */
export interface RouteContext {
  readonly engine: Engine;
  readonly model: ServedModel;
  readonly state: StateStore;
  /** How long answers are stored; 0 is without end. */
  readonly retentionDays: number;
  readonly files: FileStore;
  readonly uploads: UploadStore;
  /** Whether requests are taken that the wire does not take. */
  readonly isLenient: boolean;
  readonly eventStream: EventStreamOptions;
}

/** A server whose handlers know the type of a body from its schema. */
export type TypedServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
