export { profile, profileIds } from '../profiles/profile.ts';
export type { Profile, ProfileFile } from '../profiles/schema.ts';
export type { AnswerChunk } from './chunk-plan.ts';
export type { SynthesisOptions } from './options.ts';
export type { Route, SynthesisRequest } from './request.ts';
export type { SynthesisedAnswer } from './synthesise.ts';
export { synthesise } from './synthesise.ts';
export { responder } from './responder.ts';
