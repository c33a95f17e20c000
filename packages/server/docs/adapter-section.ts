import { LoadAdapterRequest, UnloadAdapterRequest } from '@samewire/shared-types';
import { allFieldsTable } from './field-table.ts';

/** What requests and clients do with LoRA adapters. */
export function adapterSection(): string {
  return `## Adapters

Each adapter of \`--lora\` is a model by its name, with the scale it was given. Requests that are
answered with text may instead bring a set of their own, as llama.cpp's clients do: the model's own
name, and \`lora: [{"id": 0, "scale": 0.5}]\`, by the ids of \`GET /lora-adapters\`, which begin at 0
and are in the order of the settings. Adapters that are not in the list are not applied; an empty
list says nothing. \`GET /lora-adapters\` lists as \`scale\` what requests get that name the model and
say nothing else: at first 0, where llama-server begins with all adapters applied.

Requests with equal sets share steps; different sets take turns, so many of them at a time slow one
another down. What is cached of a prompt is found again by requests with the same set.

With \`lora-dir\`, a folder of GGUF files, clients may change adapters for everybody:
\`POST /lora-adapters\` sets the default scales, as a list in the form of \`lora\`, and vLLM's two
routes load and unload. Up to 64 adapters are there at a time; requests that use one when it is
unloaded end with it, and its id is not given again. Without \`lora-dir\` these are answered with 403.

### POST /v1/load_lora_adapter

${allFieldsTable(LoadAdapterRequest)}

### POST /v1/unload_lora_adapter

${allFieldsTable(UnloadAdapterRequest)}`;
}
