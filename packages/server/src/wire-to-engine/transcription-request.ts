import type { EngineRequest } from '@samewire/engine';
import { TranscriptionFields } from '@samewire/shared-types';
import { refusedFieldCheck } from './refused-fields.ts';
import { withoutMissing } from './sampling-params.ts';

const refuseFields = refusedFieldCheck(TranscriptionFields);

/** What llama-server asks where a request does not say. */
const defaultPrompt = 'Transcribe audio to text';

/**
 * A recording as a question to the model, as llama-server puts it.
 *
 * @throws WireError for refused fields
 */
export function toTranscriptionRequest(
  fields: TranscriptionFields,
  data: Uint8Array,
): EngineRequest {
  refuseFields(fields);
  const { prompt = '', language = '', temperature } = fields;
  const asked = prompt === '' ? defaultPrompt : prompt;
  const text = language === '' ? asked : `${asked} (language: ${language})`;
  return {
    prompt: {
      kind: 'chat',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text },
            { type: 'audio', data, name: 'file' },
          ],
        },
      ],
    },
    ...(temperature === undefined
      ? {}
      : { sampling: withoutMissing({ temperature: Number(temperature) }) }),
  };
}
