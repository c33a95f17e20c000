import type { DefaultSampling } from '@samewire/engine';
import type {
  Response,
  ResponseRequest,
  ResponseTool,
  ReturnedTool,
} from '@samewire/shared-types';
import { conversationIdOf } from '../wire-to-state/conversation-id.ts';
import { createObjectId } from './object-id.ts';

/**
 * A response before anything of it is generated: what was asked for, and a fresh id.
 *
 * @param model the id that was asked for
 */
export function createResponse(
  body: ResponseRequest,
  model: string,
  defaults: DefaultSampling,
): Response {
  const conversationId = conversationIdOf(body);
  const isBackground = body.background === true;
  return {
    id: createObjectId('resp'),
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    status: isBackground ? 'queued' : 'in_progress',
    background: isBackground,
    completed_at: null,
    ...(conversationId === undefined ? {} : { conversation: { id: conversationId } }),
    error: null,
    frequency_penalty: body.frequency_penalty ?? 0,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    max_tool_calls: body.max_tool_calls ?? null,
    model,
    output: [],
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    presence_penalty: body.presence_penalty ?? 0,
    previous_response_id: body.previous_response_id ?? null,
    prompt_cache_key: body.prompt_cache_key ?? null,
    prompt_cache_retention: toRetention(body.prompt_cache_retention),
    reasoning: { effort: body.reasoning?.effort ?? null, summary: null },
    safety_identifier: body.safety_identifier ?? null,
    service_tier: body.service_tier ?? 'auto',
    store: body.store ?? true,
    temperature: body.temperature ?? defaults.temperature,
    text: {
      format: toFormat(body.text?.format),
      verbosity: body.text?.verbosity ?? 'medium',
    },
    tool_choice: body.tool_choice ?? 'auto',
    tools: (body.tools ?? []).map(toReturnedTool),
    top_logprobs: body.top_logprobs ?? 0,
    top_p: body.top_p ?? defaults.topP,
    truncation: body.truncation ?? 'disabled',
    usage: null,
    user: body.user ?? null,
    metadata: body.metadata ?? {},
  };
}

/** With everything that was left out, as OpenAI repeats it. */
function toReturnedTool(tool: ResponseTool): ReturnedTool {
  if (tool.type === 'custom') return tool;
  const { type, name, description, parameters, strict } = tool;
  return {
    type,
    name,
    description: description ?? null,
    parameters: parameters ?? null,
    strict: strict ?? true,
  };
}

/** With what the client left out. */
function toFormat(
  format: NonNullable<ResponseRequest['text']>['format'],
): Response['text']['format'] {
  if (format?.type !== 'json_schema') return format ?? { type: 'text' };
  const { type, name, schema, strict } = format;
  const description =
    format.description === undefined ? {} : { description: format.description };
  return { type, ...description, name, schema, strict: strict ?? false };
}

/** Clients may spell it in two ways; answers have one. */
function toRetention(
  given: ResponseRequest['prompt_cache_retention'],
): Response['prompt_cache_retention'] {
  if (given == null) return null;
  return given === '24h' ? '24h' : 'in_memory';
}
