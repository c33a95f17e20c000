import type { ChatPrompt, ChatTool } from '@samewire/engine';
import { quoted, WireError } from '../errors/wire-error.ts';
import { requireUsableParameters } from './tool-parameters.ts';

/** A tool as any wire offers it to the model. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string | undefined;
  /** JSON Schema of its arguments; of a custom tool there is none: its input is text. */
  readonly parameters: Readonly<Record<string, unknown>> | undefined;
  readonly isCustom: boolean;
  /** Paths of name and parameters in the request. */
  readonly nameParam: string;
  readonly parametersParam: string;
}

/** Which of the tools the answer may or must call. */
export type OfferedChoice =
  | 'auto'
  | 'none'
  | 'required'
  | { readonly mode: 'auto' | 'required'; readonly names: readonly string[] };

export type ToolFields = Pick<ChatPrompt, 'tools' | 'toolChoice' | 'parallelToolCalls'>;

/** The one argument that the text of a custom tool is given to the model as. */
export const customArgument = 'input';

/**
 * What a conversation needs to know of the tools that may be called. Where the choice is among
 * some of them, the model sees no others: so it keeps to them without being held to it.
 *
 * @throws WireError for names that are not unique or not there, and for unusable parameters
 */
export function toToolFields(
  tools: readonly OfferedTool[],
  choice: OfferedChoice,
  parallelToolCalls: boolean | null | undefined,
): ToolFields {
  requireUniqueNames(tools);
  for (const tool of tools)
    requireUsableParameters(tool.parameters, tool.parametersParam);
  if (tools.length === 0) {
    if (choice === 'auto' || choice === 'none') return {};
    throw new WireError(
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are " +
        'specified.',
      { param: 'tool_choice' },
    );
  }
  const isSelection = typeof choice === 'object';
  return {
    tools: (isSelection ? choose(tools, choice.names) : tools).map(toChatTool),
    toolChoice: isSelection ? choice.mode : choice,
    ...(parallelToolCalls === false ? { parallelToolCalls } : {}),
  };
}

/** Names of the tools whose input is text. */
export function customNames(tools: readonly OfferedTool[]): ReadonlySet<string> {
  return new Set(tools.filter(({ isCustom }) => isCustom).map(({ name }) => name));
}

function toChatTool({ name, description, parameters, isCustom }: OfferedTool): ChatTool {
  const schema = isCustom ? textSchema : parameters;
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(schema === undefined ? {} : { parameters: schema }),
  };
}

const textSchema = {
  type: 'object',
  properties: { [customArgument]: { type: 'string' } },
  required: [customArgument],
  additionalProperties: false,
};

function choose(
  tools: readonly OfferedTool[],
  names: readonly string[],
): readonly OfferedTool[] {
  for (const name of names) {
    if (tools.some((tool) => tool.name === name)) continue;
    throw new WireError(`Tool choice '${quoted(name)}' not found in 'tools' parameter.`, {
      param: 'tool_choice',
      code: 'invalid_value',
    });
  }
  return tools.filter(({ name }) => names.includes(name));
}

function requireUniqueNames(tools: readonly OfferedTool[]): void {
  const seen = new Set<string>();
  for (const { name, nameParam } of tools) {
    if (seen.has(name))
      throw new WireError(
        `Invalid '${nameParam}': duplicate value '${name}'. Expected the names of tools to ` +
          'be unique.',
        { param: nameParam, code: 'invalid_value' },
      );
    seen.add(name);
  }
}
