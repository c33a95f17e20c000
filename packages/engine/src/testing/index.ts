export { FakeEngine } from './fake-engine.ts';
export type { FakeEngineOptions } from './fake-engine.ts';
