import { type Static, Type } from 'typebox';
import { accepted, implemented, refused, required } from '../schema/request-field.ts';
import { closed, oneOf } from '../schema/shapes.ts';

/** Values of a form are texts. */
const number = Type.String({ pattern: String.raw`^\d{1,3}(\.\d{1,17})?$` });
const texts = Type.Union([Type.String(), Type.Array(Type.String())]);

/** The fields of the form of `POST /v1/audio/transcriptions`, beside the `file`. */
export const TranscriptionFields = Type.Object(
  {
    model: required(Type.String({ minLength: 1 }), 'The id that `GET /v1/models` lists.'),
    prompt: implemented(
      Type.String(),
      'What the model is asked to do with the recording. Default: `Transcribe audio to text`, as ' +
        'llama-server asks.',
    ),
    language: implemented(
      Type.String(),
      'Is put behind the prompt, as llama-server does it.',
    ),
    response_format: implemented(
      oneOf('json', 'text'),
      'The others tell times, which no model here does.',
    ),
    temperature: implemented(number, "Default: the model file's own, else 1."),
    stream: implemented(
      oneOf('true', 'false'),
      'Events `transcript.text.delta` and `transcript.text.done`.',
    ),
    chunking_strategy: accepted(
      Type.String(),
      'A recording is read in the pieces that the model takes.',
    ),
    'include[]': refused(texts, {
      note: 'Transcriptions have no log probabilities.',
      code: 'unsupported_parameter',
    }),
    'timestamp_granularities[]': refused(texts, {
      note: 'No model here tells times.',
      code: 'unsupported_parameter',
    }),
  },
  closed,
);

const TranscriptionUsage = Type.Object({
  type: Type.Literal('tokens'),
  input_tokens: Type.Integer(),
  input_token_details: Type.Object({
    text_tokens: Type.Integer(),
    audio_tokens: Type.Integer(),
  }),
  output_tokens: Type.Integer(),
  total_tokens: Type.Integer(),
});

export const Transcription = Type.Object(
  { text: Type.String(), usage: TranscriptionUsage },
  { title: 'Transcription' },
);

export type TranscriptionFields = Static<typeof TranscriptionFields>;
export type TranscriptionUsage = Static<typeof TranscriptionUsage>;
export type Transcription = Static<typeof Transcription>;
