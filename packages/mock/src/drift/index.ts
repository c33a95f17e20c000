export { answerOf, recordedAnswer } from './answer.ts';
export { askAgain } from './ask-again.ts';
export type { DriftReport } from './compare.ts';
export { compareSignatures } from './compare.ts';
export { describeDrift } from './describe.ts';
export type { DriftFinding } from './finding.ts';
export type { Shape } from './shape.ts';
export { shapeOf } from './shape.ts';
export type {
  Answer,
  BodySignature,
  CommentShape,
  EventShape,
  StreamSignature,
  StructureSignature,
} from './signature.ts';
export { signatureOf } from './signature.ts';
export { readSignatures, type Signatures, writeSignatures } from './signature-file.ts';
