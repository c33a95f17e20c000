import { InfillRequest } from '@samewire/shared-types';
import { allFieldsTable } from './field-table.ts';

/** llama.cpp's route for editors. */
export function infillSection(): string {
  return `## POST /infill

llama.cpp's route for editors, for models that take a \`suffix\`: prefix, suffix and other files are put
together as llama-server does it, token for token. Of the prefix it takes the last 1536 tokens, of the
suffix the first of 512, as llama-server does with the batch it has by default, and less where the
context length is short; of the files what then fits, the last ones first. Prompt and answer share
the context length, so \`n_predict\` is at most what is left.

${allFieldsTable(InfillRequest)}

The answer has \`content\`, \`stop_type\` (\`eos\`, \`word\`, \`limit\`), \`stopping_word\`, \`tokens_predicted\`,
\`tokens_evaluated\`, \`tokens_cached\`, \`truncated\`, \`has_new_line\`, \`timings\` and \`model\` as
llama-server has them. There is no \`prompt\` and no \`generation_settings\` in it, \`tokens\` is empty, and
\`id_slot\` is -1. A stream has chunks with \`content\` and \`stop: false\`, and the answer as its last event,
without \`[DONE]\`. Errors have OpenAI's form.`;
}
