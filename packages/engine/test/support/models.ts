import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EngineEvent, type EngineRequest } from '@samewire/engine';

/** Says one sentence, whatever it is asked; see native/tiny-models/speaking-model.h. */
export const speakingModel = builtModel('speaking');

/** Says the same, and has a layer that drafts it. */
export const draftingModel = builtModel('drafting');

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

/** Random weights, and the tokens to fill in text with; context length 4096. */
export const randomInfillModel = builtModel('random-infill');

/** Projectors: pictures and recordings for `randomModel`, and pictures for `randomPlacesModel`. */
export const eyes = builtModel('eyes');
export const wholeEyes = builtModel('whole-eyes');
export const ears = builtModel('ears');
export const placesEyes = builtModel('places-eyes');

/** Random weights; its positions have several dimensions. */
export const randomPlacesModel = builtModel('random-places');

/** The program that makes them. */
export const makeTinyModel = fileURLToPath(
  new URL('../../build/addon/bin/make-tiny-model', import.meta.url),
);

/** A vocabulary that comes with llama.cpp's source, where that is at hand. */
export function llamaVocabulary(name: string): string | undefined {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const sources = join(cache, 'samewire/llama.cpp');
  const folders = existsSync(sources) ? readdirSync(sources) : [];
  return [
    process.env['SAMEWIRE_LLAMA_CPP_DIR'] ?? '',
    ...folders.map((folder) => join(sources, folder)),
  ]
    .map((folder) => join(folder, `models/ggml-vocab-${name}.gguf`))
    .find((path) => existsSync(path));
}

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
