import { awaitNative } from '../native/native-error.ts';
import { loadBinding } from '../native/load-binding.ts';

/** Tells which texts a grammar lets a model write. */
export interface GrammarTester {
  /**
   * Whether the model could write the text, token by token, and end behind it.
   *
   * @throws EngineError `invalid-grammar`
   */
  fits(gbnf: string, text: string): Promise<boolean>;
  close(): Promise<void>;
}

/** For tests of grammars, with the vocabulary of a model file. */
export async function openGrammarTester(modelPath: string): Promise<GrammarTester> {
  const options = { modelPath, contextSize: 256, numSlots: 1 };
  const native = await loadBinding().load(options, () => {}).engine;
  return {
    fits: async (gbnf, text) => {
      const tokens = await awaitNative(() => native.tokenize(text, false, false));
      return awaitNative(() => native.fitsGrammar(gbnf, tokens));
    },
    close: () => native.close(),
  };
}
