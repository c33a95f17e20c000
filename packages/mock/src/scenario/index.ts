export { usageOf } from './count-tokens.ts';
export type { NeutralEvent, ToolCallPiece } from './neutral-event.ts';
export { neutralStream } from './neutral-stream.ts';
export type { Random } from './random.ts';
export { seededRandom } from './random.ts';
export type {
  Content,
  ErrorKind,
  FinishReason,
  Latency,
  Part,
  Pieces,
  Scenario,
  ScenarioError,
  ScenarioToolCall,
  Source,
  TokenUsage,
} from './scenario.ts';
