export { AdapterList, AdapterScalesSet } from './adapters/adapter-list.ts';
export { AdapterScales } from './adapters/adapter-scale.ts';
export { LoadAdapterRequest, UnloadAdapterRequest } from './adapters/request.ts';
export {
  Batch,
  batchEndpoints,
  BatchLine,
  BatchList,
  BatchListQuery,
  CreateBatchRequest,
} from './batches/batch.ts';
export type { BatchFault } from './batches/batch.ts';
export { CacheContents, DroppedCache } from './cache/cache.ts';
export {
  CreateFileFields,
  DeletedFile,
  FileList,
  FileListQuery,
  FileObject,
} from './files/file.ts';
export type { FileExpiry } from './files/file.ts';
export {
  CompleteUploadRequest,
  CreateUploadRequest,
  Upload,
  UploadPart,
} from './uploads/upload.ts';
export { ChatCompletionChunk } from './chat-completions/chunk.ts';
export type { ChatDelta } from './chat-completions/chunk.ts';
export type {
  RefusalPart,
  TextPart,
  UserContentPart,
} from './chat-completions/content-part.ts';
export { ChatLogprobs } from './chat-completions/logprobs.ts';
export type { ChatTokenLogprob } from './chat-completions/logprobs.ts';
export type { AssistantMessage, ChatMessage } from './chat-completions/message.ts';
export { ChatCompletionRequest } from './chat-completions/request.ts';
export { ChatCompletion } from './chat-completions/response.ts';
export type { ChatChoice, ChatFinishReason } from './chat-completions/response.ts';
export {
  ChatCompletionList,
  ChatCompletionListQuery,
  ChatCompletionUpdate,
  ChatMessageListQuery,
  DeletedChatCompletion,
  StoredChatCompletion,
  StoredChatMessage,
  StoredChatMessageList,
} from './chat-completions/stored.ts';
export type { Tool, ToolChoice } from './chat-completions/tool.ts';
export type { ToolCall } from './chat-completions/tool-call.ts';
export { InfillRequest } from './infill/request.ts';
export { Infill, InfillChunk } from './infill/response.ts';
export type { InfillTimings } from './infill/response.ts';
export { CompletionChunk } from './completions/chunk.ts';
export { CompletionRequest } from './completions/request.ts';
export type { CompletionPrompt } from './completions/request.ts';
export { Completion } from './completions/response.ts';
export type {
  CompletionChoice,
  CompletionFinishReason,
  CompletionLogprobs,
} from './completions/response.ts';
export {
  Conversation,
  ConversationItemsRequest,
  ConversationRequest,
  ConversationUpdate,
  DeletedConversation,
  ItemQuery,
} from './conversations/conversation.ts';
export { EmbeddingsRequest } from './embeddings/request.ts';
export type { EmbeddingInput } from './embeddings/request.ts';
export { EmbeddingList } from './embeddings/response.ts';
export type { Embedding, InputUsage } from './embeddings/response.ts';
export { ErrorBody } from './errors/error-body.ts';
export { errorCodes, errorTypes } from './errors/error-codes.ts';
export type { ErrorCode, ErrorType } from './errors/error-codes.ts';
export { decodeEvents } from './event-stream/decode.ts';
export {
  doneEvent,
  encodeEvent,
  encodeNamedEvent,
  keepAliveComment,
} from './event-stream/encode.ts';
export type {
  MessageBlockParam,
  ImageBlockParam,
  ToolResultBlockParam,
} from './messages/content-block.ts';
export { MessagesErrorBody } from './messages/error-body.ts';
export type { MessagesErrorType } from './messages/error-body.ts';
export { CountTokensRequest, MessagesRequest } from './messages/request.ts';
export type { MessageParam } from './messages/request.ts';
export { Message, MessageTokensCount } from './messages/response.ts';
export type {
  MessageBlock,
  MessageDeltaUsage,
  MessageStopReason,
  MessageUsage,
} from './messages/response.ts';
export { MessageStreamEvent } from './messages/stream-event.ts';
export { DeletedModel, Model, ModelList } from './models/model-list.ts';
export { RerankRequest } from './rerank/request.ts';
export type { RerankDocument } from './rerank/request.ts';
export { Reranking } from './rerank/response.ts';
export type { InputPart, ReturnedPart } from './responses/content-part.ts';
export type { ResponseTool, ResponseToolChoice, ReturnedTool } from './responses/tool.ts';
export { hostedItemTypes, InputItem } from './responses/input-item.ts';
export type {
  HostedItem,
  InputMessage,
  ItemReference,
  ReasoningItem,
} from './responses/input-item.ts';
export type {
  EventLogprob,
  OutputItem,
  ReasoningTextPart,
  OutputMessage,
  OutputTextPart,
  PartLogprob,
  StoredMessage,
} from './responses/item.ts';
export { StoredItem } from './responses/item.ts';
export { ResponseRequest } from './responses/request.ts';
export { Response } from './responses/response.ts';
export type { ResponseUsage } from './responses/response.ts';
export {
  CompactedResponse,
  CompactRequest,
  DeletedResponse,
  InputTokens,
  InputTokensRequest,
  ItemList,
  ItemListQuery,
  ResponseQuery,
} from './responses/stored.ts';
export { ResponseStreamEvent } from './responses/stream-event.ts';
export type { SamplerField } from './schema/sampler-fields.ts';
export type { ServedTier } from './schema/service-fields.ts';
export { fieldSupport, fieldSupportKeyword } from './schema/request-field.ts';
export type { FieldSupport, RefusedFieldSupport } from './schema/request-field.ts';
export {
  ApplyTemplateRequest,
  DetokenizeRequest,
  TokenizeRequest,
} from './tokenization/request.ts';
export {
  DetokenizedText,
  InputTokenCount,
  RenderedChat,
  TokenizedPrompt,
  TokenList,
} from './tokenization/response.ts';
export { seedKinds, SeedObject } from './seeds/seed-object.ts';
export type { SeedOf } from './seeds/seed-object.ts';
export { CompletionUsage } from './usage.ts';
export { Transcription, TranscriptionFields } from './transcriptions/transcription.ts';
export type { TranscriptionUsage } from './transcriptions/transcription.ts';
