export { FakeEngine } from './fake-engine.ts';
export type { FakeEngineOptions } from './fake-engine.ts';
export { openGrammarTester } from './grammar-tester.ts';
export type { GrammarTester } from './grammar-tester.ts';
