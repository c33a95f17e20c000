import type { EngineRequest, InfillPrompt, ModelInfo } from '@samewire/engine';
import { InfillRequest } from '@samewire/shared-types';
import { requirePlausibleLength } from '../errors/context-length.ts';
import { requireInfillSupport } from './infill-support.ts';
import { refusedFieldCheck } from './refused-fields.ts';
import { toSamplingParams, toStopTexts, withoutMissing } from './sampling-params.ts';

const refuseFields = refusedFieldCheck(InfillRequest);

/**
 * Most tokens of prefix and suffix, however long the context length is: what llama-server takes,
 * as a batch has so many by default. Clients send a lot, and want their answers soon.
 */
const maxWindow = 2048;

/**
 * What a validated request to fill in asks of the engine.
 *
 * @param model undefined while it is loading
 * @throws WireError for refused fields, and if the model cannot
 */
export function toInfillEngineRequest(
  body: InfillRequest,
  model: ModelInfo | undefined,
): EngineRequest {
  refuseFields(body);
  requireInfillSupport(model, 'input_suffix');
  requirePlausibleLength(body.prompt?.length ?? 0, model?.contextLength, 'completions');
  const limit = body.n_predict ?? -1;
  return {
    prompt: {
      kind: 'infill',
      prefix: body.input_prefix,
      suffix: body.input_suffix,
      files: (body.input_extra ?? []).map(({ text, filename = 'tmp' }) => ({
        name: filename,
        text,
      })),
      ...(model === undefined ? {} : toLimits(model, limit)),
      ...withoutMissing({ prefixEnd: body.prompt }),
    },
    sampling: toSamplingParams(body),
    ...(limit < 0 ? {} : { maxTokens: Math.max(limit, 1) }),
    ...withoutMissing({ stop: toStopTexts(body.stop) }),
  };
}

/** Room for the answer first, then for what is around it, then for files. */
function toLimits(
  { contextLength }: ModelInfo,
  numPredicted: number,
): Pick<InfillPrompt, 'maxTokens' | 'maxFileTokens'> {
  const most = Math.floor(contextLength / 4);
  const answer = numPredicted < 0 ? most : Math.min(Math.max(numPredicted, 1), most);
  const maxTokens = Math.min(maxWindow, contextLength - answer);
  // The begin token has to fit as well.
  const maxFileTokens = Math.max(contextLength - maxTokens - answer - 1, 0);
  return { maxTokens, maxFileTokens };
}
