export { FakeEngine } from './fake-engine.ts';
export type { FakeEngineOptions } from './fake-engine.ts';
export type { FakePart, FakeReply } from './fake-reply.ts';
export { openGrammarTester } from './grammar-tester.ts';
export type { GrammarTester } from './grammar-tester.ts';
export { bmpFile, pngHead, wavFile } from './media-files.ts';
