import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type EngineEvent, type EngineRequest } from '@samewire/engine';

/** Says one sentence, whatever it is asked; see native/tiny-models/speaking-model.h. */
export const speakingModel = builtModel('speaking');

/** Random weights, so that every token of the past matters; context length 256. */
export const randomModel = builtModel('random');

/** Random weights too: encoders that make and that rank, and a decoder that makes embeddings. */
export const bertModel = builtModel('bert');
export const rankerModel = builtModel('bert-ranker');
export const qwen3Model = builtModel('qwen3');

/** A LoRA for `randomModel`. */
export const adapterFile = builtModel('adapter');

/** Thinks, says something and calls `get_weather`; see native/tiny-models/calling-model.h. */
export const callingModel = fileURLToPath(
  new URL('../../build/models/calling.gguf', import.meta.url),
);

/** Random weights with a template for calls. */
export const randomCallingModel = builtModel('random-calling');

const sharedFolder =
  process.env['SAMEWIRE_SHARED'] ??
  fileURLToPath(new URL('../../../../../shared', import.meta.url));

/** A trained model of 260 K parameters, where the folder of shared test data is at hand. */
export const storiesModel = `${sharedFolder}/models/stories260K.gguf`;
export const hasStoriesModel = existsSync(storiesModel);

function builtModel(name: string): string {
  return fileURLToPath(new URL(`../../build/models/${name}.gguf`, import.meta.url));
}

/** A greedy request for text of exactly this many tokens. */
export function greedy(text: string, maxTokens: number): EngineRequest {
  return {
    prompt: { kind: 'text', text },
    maxTokens,
    sampling: { temperature: 0, ignoreEndOfGeneration: true },
  };
}

export async function collectText(events: AsyncIterable<EngineEvent>): Promise<string> {
  let text = '';
  for await (const event of events) if (event.type === 'text-delta') text += event.text;
  return text;
}
