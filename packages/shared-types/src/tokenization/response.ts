import { Type } from 'typebox';

const tokens = Type.Array(Type.Integer());

/** llama.cpp's answer to `POST /tokenize`. */
export const TokenList = Type.Object({ tokens }, { title: 'TokenList' });

/** vLLM's answer to `POST /tokenize`. */
export const TokenizedPrompt = Type.Object(
  {
    count: Type.Integer(),
    max_model_len: Type.Integer(),
    tokens,
    token_strs: Type.Null(),
  },
  { title: 'TokenizedPrompt' },
);

/** The answer to `POST /detokenize`: the same text under llama.cpp's name and vLLM's. */
export const DetokenizedText = Type.Object(
  { content: Type.String(), prompt: Type.String() },
  { title: 'DetokenizedText' },
);

/** The answer to `POST /apply-template`. */
export const RenderedChat = Type.Object(
  { prompt: Type.String() },
  { title: 'RenderedChat' },
);

/** The answer to a request that asks for the number of tokens of another one. */
export const InputTokenCount = Type.Object(
  { object: Type.Literal('response.input_tokens'), input_tokens: Type.Integer() },
  { title: 'InputTokenCount' },
);
