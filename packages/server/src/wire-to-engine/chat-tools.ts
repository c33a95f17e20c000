import type { ChatCompletionRequest, Tool, ToolChoice } from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';
import {
  type FunctionFields,
  hasFunctions,
  toFunctionChoice,
  toOfferedFunctions,
} from './chat-functions.ts';
import {
  type OfferedChoice,
  type OfferedTool,
  type ToolFields,
  toToolFields,
} from './offered-tools.ts';

export type ChatToolFields = Pick<
  ChatCompletionRequest,
  'tools' | 'tool_choice' | 'parallel_tool_calls'
> &
  FunctionFields;

/**
 * What the model may call, whichever way the request has it.
 *
 * @throws WireError as `toOfferedTools`, and for both ways at once
 */
export function offeredIn(body: Omit<ChatToolFields, 'tool_choice'>): OfferedTool[] {
  if (!hasFunctions(body)) return toOfferedTools(body.tools);
  if ((body.tools?.length ?? 0) === 0) return toOfferedFunctions(body);
  throw new WireError(
    "Setting 'tools' and 'functions' at the same time is not supported.",
    { param: 'functions', code: 'invalid_parameter_combination' },
  );
}

/** @throws WireError as `toToolFields` and `offeredIn` */
export function toChatToolFields(body: ChatToolFields): ToolFields {
  const offered = offeredIn(body);
  // The older form has no word for several calls at once.
  const older = toFunctionChoice(body);
  if (hasFunctions(body)) return toToolFields(offered, older, false);
  const choice = toOfferedChoice(body.tool_choice);
  return toToolFields(offered, choice, body.parallel_tool_calls);
}

function toOfferedTools(tools: readonly Tool[] | null | undefined): OfferedTool[] {
  return (tools ?? []).map((tool, index) => {
    const at = `tools[${index}]`;
    if (tool.type === 'function') {
      const { name, description, parameters, strict } = tool.function;
      return {
        name,
        description,
        parameters,
        isCustom: false,
        isStrict: strict === true,
        inputFormat: undefined,
        nameParam: `${at}.function.name`,
        parametersParam: `${at}.function.parameters`,
        formatParam: at,
      };
    }
    const { name, description, format } = tool.custom;
    const grammar = format?.type === 'grammar' ? format.grammar : undefined;
    const formatParam = `${at}.custom.format.grammar`;
    return {
      name,
      description,
      parameters: undefined,
      isCustom: true,
      isStrict: false,
      inputFormat: grammar,
      nameParam: `${at}.custom.name`,
      parametersParam: at,
      formatParam,
    };
  });
}

function toOfferedChoice(choice: ToolChoice | undefined): OfferedChoice {
  if (choice == null) return 'auto';
  if (typeof choice === 'string') return choice;
  switch (choice.type) {
    case 'function':
      return { mode: 'required', names: [choice.function.name] };
    case 'custom':
      return { mode: 'required', names: [choice.custom.name] };
    case 'allowed_tools': {
      const { mode, tools } = choice.allowed_tools;
      return { mode, names: tools.map(nameOf) };
    }
  }
}

/** An allowed tool is named as in a choice: `{"type": "function", "function": {"name": …}}`. */
function nameOf(tool: Readonly<Record<string, unknown>>, index: number): string {
  const kind = tool['type'] === 'custom' ? 'custom' : 'function';
  const named = tool[kind];
  if (typeof named === 'object' && named !== null && 'name' in named)
    if (typeof named.name === 'string') return named.name;
  const param = `tool_choice.allowed_tools.tools[${index}].${kind}.name`;
  throw new WireError(`Missing required parameter: '${param}'.`, {
    param,
    code: 'missing_required_parameter',
  });
}
