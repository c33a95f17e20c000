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
  /** A call's arguments fit the schema, or the request is refused. */
  readonly isStrict: boolean;
  /** What the input of a custom tool has to match as a whole. */
  readonly inputFormat: InputFormat | undefined;
  /** Paths of name, parameters and the format of input in the request. */
  readonly nameParam: string;
  readonly parametersParam: string;
  readonly formatParam: string;
}

/** A regular expression, or a grammar in Lark's notation. */
interface InputFormat {
  readonly syntax: 'lark' | 'regex';
  readonly definition: string;
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
 * some of them, the model sees the others too, so that what is cached of the prompt stays of use,
 * and the engine holds it to the choice.
 *
 * @throws WireError for names that are not unique or not there, and for unusable parameters
 */
export function toToolFields(
  tools: readonly OfferedTool[],
  choice: OfferedChoice,
  parallelToolCalls: boolean | null | undefined,
): ToolFields {
  if (tools.length === 0) {
    if (choice === 'auto' || choice === 'none') return {};
    throw new WireError(
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are " +
        'specified.',
      { param: 'tool_choice' },
    );
  }
  requireUniqueNames(tools);
  for (const tool of tools)
    requireUsableParameters(tool.parameters, tool.parametersParam);
  if (typeof choice === 'object') requireOffered(tools, choice.names);
  return {
    tools: tools.map((tool) => toChatTool(tool, choice)),
    toolChoice: modeOf(choice),
    ...(parallelToolCalls === false ? { parallelToolCalls } : {}),
  };
}

const noNames: ReadonlySet<string> = new Set();

/** Names of the tools whose input is text. */
export function customNames(tools: readonly OfferedTool[]): ReadonlySet<string> {
  if (tools.length === 0) return noNames;
  return new Set(tools.filter(({ isCustom }) => isCustom).map(({ name }) => name));
}

/** What the arguments of a call are held to: always an object, whatever the schema leaves open. */
export function argumentsSchema(tool: OfferedTool): Readonly<Record<string, unknown>> {
  if (!tool.isCustom) return { type: 'object', ...tool.parameters };
  if (tool.inputFormat?.syntax !== 'regex') return textSchema;
  const input = { type: 'string', pattern: `^(?:${tool.inputFormat.definition})$` };
  return { ...textSchema, properties: { [customArgument]: input } };
}

function toChatTool(
  { name, description, parameters, isCustom }: OfferedTool,
  choice: OfferedChoice,
): ChatTool {
  const schema = isCustom ? textSchema : parameters;
  const isAllowed = typeof choice === 'string' || choice.names.includes(name);
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(schema === undefined ? {} : { parameters: schema }),
    ...(isAllowed ? {} : { isAllowed }),
  };
}

/** @throws WireError for a call that is asked for of no tool */
function modeOf(choice: OfferedChoice): 'auto' | 'none' | 'required' {
  if (typeof choice === 'string') return choice;
  if (choice.names.length > 0) return choice.mode;
  if (choice.mode === 'auto') return 'none';
  throw new WireError(
    "Invalid value for 'tool_choice': mode 'required' needs at least one allowed tool.",
    { param: 'tool_choice', code: 'invalid_value' },
  );
}

const textSchema = {
  type: 'object',
  properties: { [customArgument]: { type: 'string' } },
  required: [customArgument],
  additionalProperties: false,
};

function requireOffered(tools: readonly OfferedTool[], names: readonly string[]): void {
  for (const name of names) {
    if (tools.some((tool) => tool.name === name)) continue;
    throw new WireError(`Tool choice '${quoted(name)}' not found in 'tools' parameter.`, {
      param: 'tool_choice',
      code: 'invalid_value',
    });
  }
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
