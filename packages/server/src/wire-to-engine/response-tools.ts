import type {
  ResponseRequest,
  ResponseTool,
  ResponseToolChoice,
} from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';
import {
  customNames,
  type OfferedChoice,
  type OfferedTool,
  type ToolFields,
  toToolFields,
} from './offered-tools.ts';

export type ResponseToolFields = Partial<
  Pick<ResponseRequest, 'tools' | 'tool_choice' | 'parallel_tool_calls'>
>;

/** @throws WireError as `toToolFields` */
export function toResponseToolFields(body: ResponseToolFields): ToolFields {
  return toToolFields(
    toOfferedTools(body.tools),
    toOfferedChoice(body.tool_choice),
    body.parallel_tool_calls,
  );
}

/** Names of the tools whose input is text. */
export function customNamesOf({ tools }: ResponseToolFields): ReadonlySet<string> {
  return customNames(toOfferedTools(tools));
}

export function toOfferedTools(
  tools: readonly ResponseTool[] | null | undefined,
): OfferedTool[] {
  return (tools ?? []).map((tool, index) => {
    const at = `tools[${index}]`;
    const isCustom = tool.type === 'custom';
    const format = isCustom && tool.format?.type === 'grammar' ? tool.format : undefined;
    return {
      name: tool.name,
      description: tool.description ?? undefined,
      parameters: isCustom ? undefined : (tool.parameters ?? undefined),
      isCustom,
      isStrict: !isCustom && tool.strict === true,
      inputFormat: format,
      nameParam: `${at}.name`,
      parametersParam: `${at}.parameters`,
      formatParam: `${at}.format`,
    };
  });
}

function toOfferedChoice(choice: ResponseToolChoice | undefined): OfferedChoice {
  if (choice == null) return 'auto';
  if (typeof choice === 'string') return choice;
  if (choice.type !== 'allowed_tools') return { mode: 'required', names: [choice.name] };
  return { mode: choice.mode, names: choice.tools.map(nameOf) };
}

function nameOf(tool: Readonly<Record<string, unknown>>, index: number): string {
  const { name } = tool;
  if (typeof name === 'string') return name;
  const param = `tool_choice.tools[${index}].name`;
  throw new WireError(`Missing required parameter: '${param}'.`, {
    param,
    code: 'missing_required_parameter',
  });
}
