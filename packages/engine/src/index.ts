export type {
  CachedSequence,
  CellCopies,
  ChatCapabilities,
  DefaultSampling,
  DraftModelInfo,
  EmbeddingInfo,
  Engine,
  EngineEvents,
  EngineStats,
  EngineStatus,
  GenerateOptions,
  Histogram,
  ModelDrafts,
  ModelInfo,
  TokenizeOptions,
} from './engine.ts';
export type {
  EmbeddingInputs,
  EmbeddingRequest,
  EmbeddingResult,
} from './embedding-request.ts';
export type { EngineCrash, EngineObserver } from './engine-crash.ts';
export { EngineError, engineErrorCodes } from './engine-error.ts';
export type { EngineErrorCode, EngineErrorDetails } from './engine-error.ts';
export { finishReasons } from './engine-event.ts';
export type {
  AcceptedEvent,
  ChoiceTimings,
  PredictionCount,
  EngineEvent,
  FinishEvent,
  FinishReason,
  TextDeltaEvent,
  TokenLogprob,
  TokenProbability,
  ToolCallDeltaEvent,
} from './engine-event.ts';
export {
  type AdapterFile,
  type CacheType,
  cacheTypes,
  type EngineOptions,
  type MediaLimits,
} from './engine-options.ts';
export { builtinEmbeddingModelPath, builtinModelPath } from './builtin-models.ts';
export { loadEngine } from './load-engine.ts';
export { readEvents } from './read-events.ts';
export { startEngine } from './start-engine.ts';
export type {
  AdapterUse,
  ChatContentPart,
  ChatMediaPart,
  ChatMessage,
  ChatPrompt,
  ChatTextPart,
  ChatTool,
  ChatToolCall,
  EngineRequest,
  Grammar,
  InfillFile,
  InfillPrompt,
  Prompt,
  ReasoningBudget,
  SamplingParams,
} from './engine-request.ts';
